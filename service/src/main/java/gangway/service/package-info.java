/** The service: its arguments and its life. */
@NullMarked
package gangway.service;

import org.jspecify.annotations.NullMarked;
