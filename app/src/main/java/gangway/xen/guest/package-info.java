/** Guests: as XenStore and libxl know those that run, and as they are defined. */
@NullMarked
package gangway.xen.guest;

import org.jspecify.annotations.NullMarked;
