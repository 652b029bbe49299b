/**
 * The lab: a disposable, real Xen host in QEMU. {@link gangway.lab.Lab} is one such host, {@link
 * gangway.lab.Labs} makes and finds them.
 */
@NullMarked
package gangway.lab;

import org.jspecify.annotations.NullMarked;
