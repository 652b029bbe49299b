package gangway.lab;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The walk that everything else is for. */
@Tag("walk")
@ExtendWith(SharedLab.class)
class GuidesProcedureTest {
  @Test
  void theGuidesProcedureWorksFromEndToEnd(Dom0 dom0) {
    // every stage looks for itself whether it worked, and throws if not
    new Demo(Terminal.standard()).guide(dom0);
  }
}
