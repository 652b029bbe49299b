package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The kernel patch in guest/kernel: with it, a guest that had a device survives a save and a
 * restore without the module.
 */
@Tag("rare")
@ExtendWith(SharedLab.class)
class KernelPatchTest {
  private static final String KERNELS = "/srv/kernels";

  @Test
  void theSameKernelDiesWithoutThePatchAndSurvivesWithIt(Lab lab, Dom0 dom0) {
    lab.copy(Checkout.kernels(), KERNELS);
    dom0.must("cat /srv/guest.img %1$s/module.img > %1$s/guest.img".formatted(KERNELS));
    dom0.must("gangway hide --now 09:00.0");

    CountingGuest plain = guestThatHadANic(dom0, "pv1", "plain");
    saveAndRestore(dom0, plain);
    plain.mustBeDead();

    CountingGuest patched = guestThatHadANic(dom0, "pv2", "patched");
    int before = patched.count();
    saveAndRestore(dom0, patched);
    patched.mustHaveContinuedFrom(before);

    dom0.must("gangway attach --now pv2 09:00.0");
    patched.mustPing();
    assertThat(dom0.must("in-guest pv2 'dmesg'"))
        .contains("xen map irq failed")
        .doesNotContain("general protection fault");

    // the module causes no problem in a patched kernel
    dom0.must("in-guest pv2 'insmod /gangway_pirq.ko'");
    dom0.must("gangway save pv2 /root/with-module && gangway restore /root/with-module");
    patched.mustHaveContinuedFrom(before);
    patched.mustPing();
  }

  private static CountingGuest guestThatHadANic(Dom0 dom0, String name, String kernel) {
    dom0.must(
        "sed -i 's#/srv/vmlinux#%1$s/%2$s#; s#/srv/guest#%1$s/guest#' /etc/xen/%3$s.cfg"
            .formatted(KERNELS, kernel, name));
    CountingGuest guest = CountingGuest.create(dom0, name);
    dom0.must("gangway attach --now %s 09:00.0".formatted(name));
    guest.mustPing();
    dom0.must("gangway detach --now %s 09:00.0".formatted(name));
    return guest;
  }

  private static void saveAndRestore(Dom0 dom0, CountingGuest guest) {
    dom0.must("xl save %1$s /root/%1$s && xl restore /root/%1$s".formatted(guest.name()));
  }
}
