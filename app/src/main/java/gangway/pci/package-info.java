/** The vocabulary of PCI, and PCI as Linux shows it in sysfs. */
@NullMarked
package gangway.pci;

import org.jspecify.annotations.NullMarked;
