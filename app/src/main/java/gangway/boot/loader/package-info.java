/**
 * The boot loaders, which give the kernel of dom0 its command line, a class for each. Other
 * packages use {@link gangway.boot.loader.BootLoader} only.
 */
@NullMarked
package gangway.boot.loader;

import org.jspecify.annotations.NullMarked;
