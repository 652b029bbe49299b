/** Issues that earlier assignments left on a host, and their repair. */
@NullMarked
package gangway.doctor;

import org.jspecify.annotations.NullMarked;
