/**
 * dom0's disks: {@link gangway.host.storage.Storage} has the {@link gangway.host.storage.Volume}s
 * and their uses by dom0 and its guests. {@link gangway.host.storage.DiskUsage} tells which uses
 * depend on a PCI function, and {@link gangway.host.storage.Losses} what happens to the volumes
 * without it.
 */
@NullMarked
package gangway.host.storage;

import org.jspecify.annotations.NullMarked;
