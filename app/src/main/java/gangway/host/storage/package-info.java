/** What dom0 and its guests keep on disks, and what those are made of. */
@NullMarked
package gangway.host.storage;

import org.jspecify.annotations.NullMarked;
