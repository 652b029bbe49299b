/**
 * Machines in one file: recorded on a host and inspected anywhere. {@link
 * gangway.machine.capture.RecordingMachine} records, {@link
 * gangway.machine.capture.CapturedMachine} answers from a capture, and {@link
 * gangway.machine.capture.CapturePrivacy} removes secrets and addresses.
 */
@NullMarked
package gangway.machine.capture;

import org.jspecify.annotations.NullMarked;
