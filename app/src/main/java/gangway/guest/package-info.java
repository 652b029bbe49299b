/** What is done and looked at inside guests: whether they can be given devices as they run. */
@NullMarked
package gangway.guest;

import org.jspecify.annotations.NullMarked;
