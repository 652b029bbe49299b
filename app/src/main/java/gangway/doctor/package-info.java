/** What ails a host after its hand-overs, and what mends it. */
@NullMarked
package gangway.doctor;

import org.jspecify.annotations.NullMarked;
