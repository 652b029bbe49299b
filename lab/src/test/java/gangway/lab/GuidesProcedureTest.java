package gangway.lab;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main test of the lab: the procedure of the guide. */
@Tag("walk")
@ExtendWith(SharedLab.class)
class GuidesProcedureTest {
  @Test
  void theGuidesProcedureWorksFromEndToEnd(Dom0 dom0) {
    // every stage verifies its result and throws if the result is wrong
    new Demo(Terminal.standard()).guide(dom0);
  }
}
