/** What only a real Xen host can tell, tried on one; and the lab itself. */
@NullMarked
package gangway.lab;

import org.jspecify.annotations.NullMarked;
