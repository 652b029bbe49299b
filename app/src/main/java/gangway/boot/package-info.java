/** Which functions pciback takes at boot, as the files of dom0 say it, in two dialects. */
@NullMarked
package gangway.boot;

import org.jspecify.annotations.NullMarked;
