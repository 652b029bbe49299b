/**
 * PCI functions as Linux shows them in sysfs: {@link gangway.pci.PciBus} reads {@link
 * gangway.pci.PciFunctions}, each a {@link gangway.pci.PciFunction} with an {@link
 * gangway.pci.PciAddress}, and the {@link gangway.pci.Details} of one function. {@link
 * gangway.pci.PciIds} knows their names.
 */
@NullMarked
package gangway.pci;

import org.jspecify.annotations.NullMarked;
