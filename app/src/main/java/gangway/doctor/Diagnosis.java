package gangway.doctor;

import gangway.doctor.Ailment.Severity;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that ails a host, the worst first.
 *
 * <p>It is pure: the same patient has the same diagnosis.
 */
public record Diagnosis(List<Ailment> ailments) {
  public Diagnosis {
    ailments = List.copyOf(ailments);
  }

  public static Diagnosis of(Patient patient) {
    return new Diagnosis(
        Stream.of(
                RecordAilments.of(patient),
                PcibackAilments.of(patient),
                DriverAilments.of(patient),
                BootAilments.of(patient),
                DefinitionAilments.of(patient))
            .flatMap(List::stream)
            .sorted(Ailment.WORST_FIRST)
            .toList());
  }

  /** Whether nothing is told but what is good to know. */
  public boolean well() {
    return ailments.stream().noneMatch(ailment -> ailment.severity() == Severity.WARNS);
  }

  /** Those that the doctor can mend. */
  public List<Ailment> safe() {
    return ailments.stream().filter(ailment -> ailment.cure() instanceof Cure.Safe).toList();
  }
}
