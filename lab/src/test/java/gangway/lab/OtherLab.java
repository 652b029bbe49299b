package gangway.lab;

/** A second lab, to which the host of the first one migrates guests under the ssh name "there". */
record OtherLab(Lab lab) implements AutoCloseable {
  /**
   * Each lab has its own router; this address of the router leads to the loopback of this machine.
   */
  private static final String ROUTER = "10.0.2.2";

  /** Starts the lab, and lets root of this host log in to it. */
  static OtherLab joined(Dom0 here) {
    OtherLab other = new OtherLab(Checkout.start("m", Hardware.USUAL));
    try {
      other.lab.install(Checkout.DISTRIBUTION);
      other.admit(here);
      return other;
    } catch (RuntimeException e) {
      other.close();
      throw e;
    }
  }

  Dom0 dom0() {
    return lab.dom0();
  }

  private void admit(Dom0 here) {
    here.must("test -e /root/.ssh/id || ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id");
    String key = here.must("cat /root/.ssh/id.pub").strip();
    dom0().must("echo '%s' >> /root/.ssh/authorized_keys".formatted(key));
    here.must(
        """
        cat > /root/.ssh/config <<'END'
        Host there
          HostName %s
          Port %d
          IdentityFile /root/.ssh/id
          StrictHostKeyChecking accept-new
        END
        ssh -o BatchMode=yes there true
        """
            .formatted(ROUTER, lab.sshPort()));
  }

  @Override
  public void close() {
    lab.stop();
  }
}
