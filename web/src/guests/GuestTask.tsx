import { Alert, Checkbox, FormSelect, FormSelectOption, Radio, TextArea, TextInput } from '@patternfly/react-core';
import { type ReactNode, useId, useMemo, useState } from 'react';
import type { GuestKind, PciFunction } from '../api/types';
import { useLive, useResource } from '../live/hooks';
import { deviceName } from '../model/functions';
import { EMPTY, type GuestForm, type Manner, requestOf } from '../model/guest-form';
import { guestHash } from '../model/route';
import { Shown } from '../parts/Failure';
import { Heading } from '../parts/Heading';
import { Text } from '../parts/Text';
import { text } from '../strings';
import { CheckedTask } from '../wizard/CheckedTask';

/** The task of a request about a guest as a whole, as a page of its own. */
export function GuestTask({ kind, guest }: { kind: GuestKind; guest: string | undefined }) {
  const [form, setForm] = useState<GuestForm>({ ...EMPTY, guest: guest ?? '' });
  const change = (changed: Partial<GuestForm>) => {
    setForm((f) => ({ ...f, ...changed }));
  };
  const { request, incomplete } = useMemo(() => requestOf(kind, form), [kind, form]);
  const t = text.guestTask;
  return (
    <>
      <Heading level={1} focusKey={undefined}>
        {t.title[kind]}
      </Heading>
      <CheckedTask
        request={request}
        incomplete={incomplete}
        steps={t.steps}
        start={t.start[kind]}
        cancel={kind === 'new' || guest === undefined ? '#/guests' : guestHash(guest)}
      >
        <p>{t.help[kind]}</p>
        <Fields kind={kind} form={form} change={change} />
      </CheckedTask>
    </>
  );
}

interface FieldsProps {
  form: GuestForm;
  change: (changed: Partial<GuestForm>) => void;
}

function Fields({ kind, form, change }: FieldsProps & { kind: GuestKind }) {
  const t = text.guestTask;
  const id = useId();
  switch (kind) {
    case 'enable-hotplug':
      return <GuestName name={form.guest} />;
    case 'save':
      return (
        <>
          <GuestName name={form.guest} />
          <Entry label={t.image} help={t.saveImageHelp} value={form.image} onChange={(image) => { change({ image }); }} />
          <Checkbox id={id} label={t.cold} description={t.coldHelp} isChecked={form.cold} onChange={(_e, cold) => { change({ cold }); }} />
        </>
      );
    case 'restore':
      return (
        <>
          <Entry label={t.image} help={t.restoreImageHelp} value={form.image} onChange={(image) => { change({ image }); }} />
          <Entry label={t.replacements} help={t.replacementsHelp} value={form.replacements} onChange={(replacements) => { change({ replacements }); }} />
        </>
      );
    case 'migrate':
      return (
        <>
          <GuestName name={form.guest} />
          <Entry label={t.host} help={t.hostHelp} value={form.host} onChange={(host) => { change({ host }); }} />
          <fieldset>
            <legend>{t.manner}</legend>
            {(Object.keys(t.manners) as Manner[]).map((m) => (
              <Radio
                key={m}
                id={`${id}-${m}`}
                name={id}
                label={t.manners[m].label}
                description={t.manners[m].help}
                isChecked={m === form.manner}
                onChange={() => { change({ manner: m }); }}
              />
            ))}
          </fieldset>
          <Entry label={t.replacements} help={t.replacementsHelp} value={form.replacements} onChange={(replacements) => { change({ replacements }); }} />
        </>
      );
    case 'new':
      return <NewGuestFields form={form} change={change} />;
  }
}

function NewGuestFields({ form, change }: FieldsProps) {
  const t = text.guestTask;
  const id = useId();
  const functions = useResource(useLive().functions);
  return (
    <>
      <Entry label={t.name} help={t.nameHelp} value={form.guest} onChange={(guest) => { change({ guest }); }} />
      <Shown known={functions}>
        {({ functions: all }) => <HiddenFunctions all={all} chosen={form.functions} onChange={(chosen) => { change({ functions: chosen }); }} />}
      </Shown>
      <Field label={t.toolstack}>
        {(field) => (
          <FormSelect id={field} value={form.toolstack} onChange={(_e, toolstack) => { change({ toolstack }); }}>
            <FormSelectOption value="" label={t.toolstackDefault} />
            <FormSelectOption value="xl" label="xl" />
            <FormSelectOption value="libvirt" label="libvirt" />
          </FormSelect>
        )}
      </Field>
      <Entry label={t.memory} value={form.memory} onChange={(memory) => { change({ memory }); }} />
      <Entry label={t.vcpus} value={form.vcpus} onChange={(vcpus) => { change({ vcpus }); }} />
      <Field label={t.disks} help={t.listHelp}>
        {(field, help) => (
          <TextArea id={field} aria-describedby={help} value={form.disks} spellCheck={false} resizeOrientation="vertical" onChange={(_e, disks) => { change({ disks }); }} />
        )}
      </Field>
      <Entry label={t.kernel} help={t.kernelHelp} value={form.kernel} onChange={(kernel) => { change({ kernel }); }} />
      <Entry label={t.initrd} value={form.initrd} onChange={(initrd) => { change({ initrd }); }} />
      <Entry label={t.arguments} value={form.arguments} onChange={(all) => { change({ arguments: all }); }} />
      <Entry label={t.bridges} help={t.bridgesHelp} value={form.bridges} onChange={(bridges) => { change({ bridges }); }} />
      <Checkbox id={id} label={t.startNow} isChecked={form.start} onChange={(_e, start) => { change({ start }); }} />
    </>
  );
}

/** The functions that a new guest can have: those that are hidden and that no guest has. */
function HiddenFunctions({ all, chosen, onChange }: { all: PciFunction[]; chosen: readonly string[]; onChange: (chosen: string[]) => void }) {
  const t = text.guestTask;
  const id = useId();
  const free = all.filter((f) => f.owner.kind === 'pciback');
  // a function that is no longer free stays chosen, and visible: the check says what is wrong with it
  const gone = chosen.filter((a) => !free.some((f) => f.address === a));
  if (free.length === 0 && gone.length === 0) return <Alert isInline variant="info" component="h3" title={t.noHidden} />;
  const box = (address: string, name: string) => (
    <Checkbox
      key={address}
      id={`${id}-${address}`}
      label={<Text value={`${address} ${name}`} />}
      isChecked={chosen.includes(address)}
      onChange={(_e, on) => {
        onChange(on ? [...chosen, address] : chosen.filter((a) => a !== address));
      }}
    />
  );
  return (
    <fieldset>
      <legend>{t.hidden}</legend>
      {free.map((f) => box(f.address, deviceName(f)))}
      {gone.map((a) => box(a, ''))}
    </fieldset>
  );
}

function GuestName({ name }: { name: string }) {
  const t = text.guestTask;
  return (
    <p>
      {t.guest}: <b>{name === '' ? t.noGuest : <Text value={name} />}</b>
    </p>
  );
}

/** A field with its label, and a help text that screen readers read with the field. */
function Field({ label, help, children }: { label: string; help?: string; children: (id: string, help: string | undefined) => ReactNode }) {
  const id = useId();
  const described = help === undefined ? undefined : `${id}-help`;
  return (
    <div className="gw-field">
      <label htmlFor={id}>{label}</label>
      {children(id, described)}
      {help !== undefined && (
        <p id={described} className="gw-field-help">
          {help}
        </p>
      )}
    </div>
  );
}

function Entry({ label, help, value, onChange }: { label: string; help?: string; value: string; onChange: (value: string) => void }) {
  return (
    <Field label={label} {...(help === undefined ? {} : { help })}>
      {(id, described) => (
        <TextInput
          id={id}
          aria-describedby={described}
          value={value}
          autoComplete="off"
          spellCheck={false}
          onChange={(_e, v) => {
            onChange(v);
          }}
        />
      )}
    </Field>
  );
}
