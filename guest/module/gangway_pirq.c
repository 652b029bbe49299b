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
 * XenStore, below the guest's own folder:
 *   data/gangway/pirq/module   "1" while this module is loaded
 *   data/gangway/pirq/ask      dom0: TOKEN
 *   data/gangway/pirq/answer   TOKEN RELEASED KEPT: the numbers of released lines, and of lines that could not be released
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irqnr.h>
#include <linux/module.h>
#include <linux/msi.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/rcupdate.h>
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

struct tally {
	unsigned int released;
	unsigned int kept;
};

static DEFINE_MUTEX(sweeping);

static irqreturn_t nobodys(int irq, void *who)
{
	return IRQ_NONE;
}

static bool some_device_has(unsigned int irq)
{
	struct pci_dev *dev = NULL;

	for_each_pci_dev(dev) {
		if (dev->irq == irq) {
			pci_dev_put(dev);
			return true;
		}
	}
	return false;
}

/* A pirq of an interrupt line, not of an MSI: the kernel frees MSIs with their device and does not restore them. */
static bool left_over(unsigned int irq)
{
	struct irq_data *data;
	struct irq_chip *chip;
	bool line;

	/* the kernel can free the data of an interrupt at any time, after a grace period */
	rcu_read_lock();
	data = irq_get_irq_data(irq);
	chip = data ? irq_data_get_irq_chip(data) : NULL;
	line = chip && chip->name && !strcmp(chip->name, "xen-pirq") &&
	       !irq_data_get_msi_desc(data);
	rcu_read_unlock();
	return line && !irq_has_action(irq) && !some_device_has(irq);
}

/*
 * Only the owner of a handler may unbind an interrupt. So this function requests the interrupt, and unbinds it together
 * with the handler. Xen may refuse to bind the line again; the kernel logs that and continues, and the entry is freed.
 */
static bool release(unsigned int irq)
{
	int err = request_irq(irq, nobodys, IRQF_SHARED, KBUILD_MODNAME, &sweeping);

	if (err) {
		pr_warn("the left-over interrupt %u cannot be released: %d\n", irq, err);
		return false;
	}
	unbind_from_irqhandler(irq, &sweeping);
	pr_info("released the left-over interrupt %u\n", irq);
	return true;
}

static struct tally sweep(void)
{
	struct tally tally = { 0, 0 };
	unsigned int irq, end = most_irqs();

	mutex_lock(&sweeping);
	/*
	 * No device may come meanwhile: it can get a line that is still bound, and has it only some time later in dev->irq.
	 */
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
	mutex_unlock(&sweeping);
	return tally;
}

static void sweep_later(struct work_struct *work)
{
	sweep();
}

static DECLARE_DELAYED_WORK(after_removal, sweep_later);

static int on_bus(struct notifier_block *block, unsigned long action, void *dev)
{
	if (action == BUS_NOTIFY_REMOVED_DEVICE)
		mod_delayed_work(system_wq, &after_removal, AFTER_REMOVAL);
	return NOTIFY_OK;
}

static struct notifier_block bus_notifier = { .notifier_call = on_bus };

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

static struct xenbus_watch watch = { .node = FOLDER "/ask", .callback = asked };

static int __init gangway_pirq_init(void)
{
	int err;

	if (!xen_pv_domain() || xen_initial_domain())
		return -ENODEV;
	err = bus_register_notifier(&pci_bus_type, &bus_notifier);
	if (err)
		return err;
	err = register_xenbus_watch(&watch);
	if (err) {
		bus_unregister_notifier(&pci_bus_type, &bus_notifier);
		cancel_delayed_work_sync(&after_removal);
		return err;
	}
	sweep();
	return 0;
}

static void __exit gangway_pirq_exit(void)
{
	unregister_xenbus_watch(&watch);
	xenbus_rm(XBT_NIL, FOLDER, "module");
	bus_unregister_notifier(&pci_bus_type, &bus_notifier);
	cancel_delayed_work_sync(&after_removal);
}

module_init(gangway_pirq_init);
module_exit(gangway_pirq_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Releases interrupt lines of PCI devices that left a Xen PV guest");
