// SPDX-License-Identifier: GPL-2.0
/*
 * Releases the interrupt lines of detached PCI devices that a Xen PV guest's kernel keeps.
 *
 * When a driver enables a passed-through device, xen_pcifront_enable_irq() (arch/x86/pci/xen.c) binds the device's
 * interrupt line to a "pirq", and nothing unbinds it when the device is detached. On resume, restore_pirqs()
 * (drivers/xen/events/events_base.c) asks Xen to map every such line again. Xen refuses this if the guest has no device on
 * the line; then restore_pirqs() frees the entry while it walks the list, and the guest crashes.
 *
 * This module finds pirqs that no device in the guest uses any more and unbinds them, after each removal of a device and
 * when dom0 asks in XenStore. It reports the result there, so that dom0 knows it before saving the guest. If there is
 * nothing to release, the module does nothing.
 *
 * The module looks for lines only in the kernel's thread for XenStore watches. pcifront adds and removes devices in the same
 * thread, and the kernel suspends and resumes the guest in it. So pcifront adds no device, and no suspend starts, meanwhile.
 *
 * XenStore, below the guest's own folder:
 *   data/gangway/pirq/module   "1" while this module is loaded
 *   data/gangway/pirq/sweep    this module writes it some time after each removal, for its own watch
 *   data/gangway/pirq/ask      dom0: TOKEN
 *   data/gangway/pirq/answer   TOKEN RELEASED KEPT: the numbers of released lines, and of lines that could not be released
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irqdesc.h>
#include <linux/irqnr.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/rcupdate.h>
#include <linux/string.h>
#include <linux/version.h>
#include <linux/workqueue.h>
#include <xen/events.h>
#include <xen/xen.h>
#include <xen/xenbus.h>

#define FOLDER "data/gangway/pirq"
#define VERSION "1"
/* longer than pcifront needs from the removal of a device to its answer to dom0 */
#define AFTER_REMOVAL (HZ / 2)

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
#define most_irqs() irq_get_nr_irqs()
#else
#define most_irqs() nr_irqs
#endif

/* marks an interrupt that is unbound, but that the kernel frees only later (delayed_free_irq() in events_base.c) */
#define RELEASED ((void *)THIS_MODULE)

struct tally {
	unsigned int released;
	unsigned int kept;
};

static irqreturn_t nobodys(int irq, void *who)
{
	return IRQ_NONE;
}

/*
 * Whether arch/x86/pci/xen.c bound the interrupt under this name: "pcifront" is an interrupt line; "pcifront-msi" and
 * "pcifront-msi-x" are messages, which the kernel frees with their device and does not restore. While the kernel sets up a
 * message, the interrupt has no name yet or has this one, so it is never taken for a line.
 */
static bool is_bound_as(const char *name, unsigned int irq)
{
	struct irq_data *data;
	const char *bound;
	bool same;

	/* the kernel can free the data of an interrupt at any time, after a grace period */
	rcu_read_lock();
	data = irq_get_irq_data(irq);
	bound = data ? READ_ONCE(irq_data_to_desc(data)->name) : NULL;
	same = bound && !strcmp(bound, name) &&
	       irq_data_get_irq_handler_data(data) != RELEASED;
	rcu_read_unlock();
	return same;
}

/*
 * Whether the device has the line, or may have it.
 *
 * A driver binds the line first and sets dev->irq later, and can do this at any time. So dev->irq alone is not sufficient:
 * the line is also compared with the one that the device reports, which is what the driver binds.
 *
 * With an MSI, dev->irq is the message (drivers/pci/msi), and the device reports the message's number in dom0
 * (drivers/xen/xen-pciback/conf_space_header.c). Then the line is not known, and every line may be the device's. With MSI-X,
 * both remain the line. The order matters, because a driver can enable or disable the MSI meanwhile: the kernel sets
 * msi_enabled before it changes dev->irq, and restores dev->irq before it frees the message.
 */
static bool may_have(struct pci_dev *dev, unsigned int irq)
{
	u8 line;

	if (is_bound_as("pcifront-msi", READ_ONCE(dev->irq)))
		return true;
	if (READ_ONCE(dev->irq) == irq)
		return true;
	barrier();
	if (dev->msi_enabled)
		return true;
	return pci_read_config_byte(dev, PCI_INTERRUPT_LINE, &line) ||
	       line == xen_pirq_from_irq(irq);
}

static bool some_device_may_have(unsigned int irq)
{
	struct pci_dev *dev = NULL;

	for_each_pci_dev(dev) {
		if (may_have(dev, irq)) {
			pci_dev_put(dev);
			return true;
		}
	}
	return false;
}

static bool left_over(unsigned int irq)
{
	return is_bound_as("pcifront", irq) && !irq_has_action(irq) &&
	       !some_device_may_have(irq);
}

/*
 * Only the owner of a handler may unbind an interrupt. So this function requests the interrupt, and unbinds it together
 * with the handler. Xen may refuse to bind the line again; the kernel logs that and continues, and the entry is freed.
 */
static bool release(unsigned int irq)
{
	int err = request_irq(irq, nobodys, IRQF_SHARED, KBUILD_MODNAME, THIS_MODULE);

	if (err) {
		pr_warn("the left-over interrupt %u cannot be released: %d\n", irq, err);
		return false;
	}
	/* to unbind it a second time would corrupt the kernel's list */
	irq_set_handler_data(irq, RELEASED);
	unbind_from_irqhandler(irq, THIS_MODULE);
	pr_info("released the left-over interrupt %u\n", irq);
	return true;
}

/* Called only in the thread for watches; see the top of this file. */
static struct tally sweep(void)
{
	struct tally tally = { 0, 0 };
	unsigned int irq, end = most_irqs();

	/* for rescan and remove in sysfs; pcifront takes this lock only when it creates a bus or removes a device */
	pci_lock_rescan_remove();
	for (irq = 1; irq < end; irq++) {
		if (left_over(irq)) {
			if (release(irq))
				tally.released++;
			else
				tally.kept++;
		}
	}
	pci_unlock_rescan_remove();
	return tally;
}

static void sweep_later(struct work_struct *work)
{
	xenbus_write(XBT_NIL, FOLDER, "sweep", "");
}

static DECLARE_DELAYED_WORK(after_removal, sweep_later);

static int on_bus(struct notifier_block *block, unsigned long action, void *dev)
{
	if (action == BUS_NOTIFY_REMOVED_DEVICE)
		mod_delayed_work(system_wq, &after_removal, AFTER_REMOVAL);
	return NOTIFY_OK;
}

static struct notifier_block bus_notifier = { .notifier_call = on_bus };

static void due(struct xenbus_watch *watch, const char *path, const char *token)
{
	sweep();
}

static void asked(struct xenbus_watch *watch, const char *path, const char *token)
{
	char question[64];
	struct tally tally;

	/* a watch fires when it is set, and is set again in the new XenStore folder of a restored guest */
	xenbus_printf(XBT_NIL, FOLDER, "module", VERSION);
	if (xenbus_scanf(XBT_NIL, FOLDER, "ask", "%63s", question) != 1)
		return;
	tally = sweep();
	xenbus_printf(XBT_NIL, FOLDER, "answer", "%s %u %u", question, tally.released,
		      tally.kept);
}

/* Both fire when they are set. So the module sweeps once when it is loaded. */
static struct xenbus_watch due_watch = { .node = FOLDER "/sweep", .callback = due };
static struct xenbus_watch ask_watch = { .node = FOLDER "/ask", .callback = asked };

static void end_removals(void)
{
	bus_unregister_notifier(&pci_bus_type, &bus_notifier);
	cancel_delayed_work_sync(&after_removal);
}

static int __init gangway_pirq_init(void)
{
	int err;

	if (!xen_pv_domain() || xen_initial_domain())
		return -ENODEV;
	err = bus_register_notifier(&pci_bus_type, &bus_notifier);
	if (err)
		return err;
	err = register_xenbus_watch(&due_watch);
	if (err)
		goto no_due;
	err = register_xenbus_watch(&ask_watch);
	if (err)
		goto no_ask;
	return 0;

no_ask:
	unregister_xenbus_watch(&due_watch);
no_due:
	end_removals();
	return err;
}

static void __exit gangway_pirq_exit(void)
{
	end_removals();
	unregister_xenbus_watch(&ask_watch);
	unregister_xenbus_watch(&due_watch);
	xenbus_rm(XBT_NIL, FOLDER, "module");
	xenbus_rm(XBT_NIL, FOLDER, "sweep");
}

module_init(gangway_pirq_init);
module_exit(gangway_pirq_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Releases interrupt lines of PCI devices that left a Xen PV guest");
