/** Tests that need a real Xen host, and tests of the lab itself. */
@NullMarked
package gangway.lab;

import org.jspecify.annotations.NullMarked;
