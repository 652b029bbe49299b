/** IP addresses and prefixes, read and written without the JDK's library and name servers. */
@NullMarked
package gangway.net;

import org.jspecify.annotations.NullMarked;
