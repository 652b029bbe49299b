package gangway.operation;

import gangway.Problem;
import gangway.pci.PciAddress;
import java.time.Duration;
import java.util.List;

/** Nobody listens to the end of a trial. */
final class Unheard implements TrialWatch.Listener {
  @Override
  public void waits(List<PciAddress> functions, Duration limit) {}

  @Override
  public void notConfirmed(Problem why) {}

  @Override
  public void notRecorded(Problem why) {}
}
