package gangway.migration;

import gangway.Problem;
import gangway.machine.WritableMachine;
import gangway.plan.Action;
import gangway.xen.guest.PirqModule;

/** Requests the kernel module in a guest to release the interrupt lines of removed devices. */
public record ReleaseIrqs(int domid) implements Action {
  @Override
  public void perform(WritableMachine machine) {
    PirqModule.Sweep sweep =
        new PirqModule(domid)
            .sweep(machine.actingXenStore())
            .orElseThrow(() ->
                Problem.failed(
                    "the kernel module in the guest does not answer",
                    "check in the guest whether gangway_pirq is loaded"));
    if (sweep.kept() > 0) {
      throw Problem.failed(
          "the guest's kernel still holds interrupt lines of removed devices: " + sweep.kept(),
          "see the last lines of 'dmesg' in the guest");
    }
  }

  @Override
  public String toString() {
    return "request the kernel module in domain %s, through XenStore, to release interrupt lines"
        .formatted(domid);
  }
}
