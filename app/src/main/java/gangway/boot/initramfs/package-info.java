/**
 * The tools that build initramfs images, a class for each tool. Other packages use {@link
 * gangway.boot.initramfs.Initramfs} only.
 */
@NullMarked
package gangway.boot.initramfs;

import org.jspecify.annotations.NullMarked;
