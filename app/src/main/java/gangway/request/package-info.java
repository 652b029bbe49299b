/** What can be asked of Gangway, and what no other operation may change meanwhile. */
@NullMarked
package gangway.request;

import org.jspecify.annotations.NullMarked;
