/**
 * What identifies a PCI function beyond its address: {@link gangway.pci.identity.IdentityReader}
 * reads the {@link gangway.pci.identity.DeviceIdentity} of a function, {@link
 * gangway.pci.identity.IdentityComparison} compares two of them, and {@link
 * gangway.pci.identity.HardwareRecord} is the file with the acknowledged ones.
 */
@NullMarked
package gangway.pci.identity;

import org.jspecify.annotations.NullMarked;
