/**
 * Trial boots: functions that one boot hides, and that dom0 gets back unless the administrator
 * confirms the trial. {@link gangway.trial.TrialState} is the entry point.
 */
@NullMarked
package gangway.trial;

import org.jspecify.annotations.NullMarked;
