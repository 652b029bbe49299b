/** IP addresses and prefixes. They load no JDK library and ask no name server. */
@NullMarked
package gangway.net;

import org.jspecify.annotations.NullMarked;
