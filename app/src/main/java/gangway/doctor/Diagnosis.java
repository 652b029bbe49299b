package gangway.doctor;

import gangway.doctor.Ailment.Severity;
import java.util.List;
import java.util.stream.Stream;

/**
 * All issues of a host, the worst first.
 *
 * <p>A diagnosis is a pure function of what was observed.
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

  /** Whether no issue is a warning. */
  public boolean well() {
    return ailments.stream().noneMatch(ailment -> ailment.severity() == Severity.WARNS);
  }

  /** The issues that the doctor can repair. */
  public List<Ailment> safe() {
    return ailments.stream().filter(ailment -> ailment.cure() instanceof Cure.Safe).toList();
  }
}
