/**
 * dom0's settings for functions that are hidden at boot: {@link gangway.boot.BootSettingsReader}
 * reads {@link gangway.boot.BootSettings} from the machine's files, and {@link
 * gangway.boot.BootSettings#hide} and {@link gangway.boot.BootSettings#unhide} return the necessary
 * {@link gangway.boot.FileEdit}s. {@link gangway.boot.Dialect} is the syntax of these files, {@link
 * gangway.boot.initramfs.Initramfs} the tool that copies them into the initramfs.
 */
@NullMarked
package gangway.boot;

import org.jspecify.annotations.NullMarked;
