package gangway.view;

import gangway.host.HostFunction;
import gangway.host.OperationInProgress;
import gangway.pci.DeviceId;
import gangway.pci.PciAddress;
import gangway.pci.PciClass;
import gangway.pci.PciFunction;
import gangway.pci.PciIds;
import java.util.Optional;

/**
 * A PCI function.
 *
 * @param type its class: the members {@code class} and {@code kind}
 * @param vendorName from pci.ids, as {@code deviceName} and {@code className}
 * @param operation the operation that changes the function, in progress or interrupted
 */
public record FunctionView(
    PciAddress address,
    DeviceId id,
    DeviceId subsystem,
    PciClass type,
    Optional<String> vendorName,
    Optional<String> deviceName,
    Optional<String> className,
    Optional<String> driver,
    OwnerView owner,
    Optional<ChangeView> operation,
    HiddenView hidden)
    implements View {

  public static FunctionView of(
      HostFunction host, Optional<OperationInProgress> operation, PciIds names, Audience audience) {
    PciFunction function = host.function();
    return new FunctionView(
        function.address(),
        function.id(),
        function.subsystem(),
        function.type(),
        names.vendor(function.id()),
        names.device(function.id()),
        names.type(function.type()),
        function.driver(),
        OwnerView.of(host.owner()),
        operation.map(change -> ChangeView.of(change, audience)),
        HiddenView.of(host));
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("address", address);
    json.text("id", id);
    json.text("subsystem", subsystem);
    json.text("class", type);
    json.text("kind", type.word());
    json.text("vendorName", vendorName);
    json.text("deviceName", deviceName);
    json.text("className", className);
    json.text("driver", driver);
    json.object("owner", owner);
    json.object("operation", operation);
    json.object("hidden", hidden);
  }
}
