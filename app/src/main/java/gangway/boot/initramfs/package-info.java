/**
 * The programs that build initramfs images, one class each: {@link
 * gangway.boot.initramfs.Initramfs} is what the rest of Gangway knows of them.
 */
@NullMarked
package gangway.boot.initramfs;

import org.jspecify.annotations.NullMarked;
