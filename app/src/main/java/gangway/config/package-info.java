/** The configuration that the administrator of a host writes: its file, format and settings. */
@NullMarked
package gangway.config;

import org.jspecify.annotations.NullMarked;
