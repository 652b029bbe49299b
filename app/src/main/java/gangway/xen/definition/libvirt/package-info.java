/** Definitions for libvirt (domain XML), and what virt-install makes of a new guest. */
@NullMarked
package gangway.xen.definition.libvirt;

import org.jspecify.annotations.NullMarked;
