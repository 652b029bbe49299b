/**
 * The lab: disposable, real Xen hosts in QEMU. {@link gangway.lab.Lab} is one host, {@link
 * gangway.lab.Labs} creates and finds hosts, and {@link gangway.lab.LabCommand} is the command
 * line.
 */
@NullMarked
package gangway.lab;

import org.jspecify.annotations.NullMarked;
