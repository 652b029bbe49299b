import { Button, FormSelect, FormSelectOption, SearchInput } from '@patternfly/react-core';
import { useId } from 'react';
import { type Filter, type HiddenState, isUnfiltered, NO_FILTER } from '../model/functions';
import { text } from '../strings';

const HIDDEN: HiddenState[] = ['not', 'now-and-reboot', 'now-only', 'reboot-only'];

export function Filters({ filter, kinds, onChange }: { filter: Filter; kinds: readonly string[]; onChange: (filter: Filter) => void }) {
  const d = text.devices;
  const owners = Object.entries(d.ownerKind);
  return (
    <div className="gw-filters" role="search">
      <SearchInput
        aria-label={d.search}
        placeholder={d.searchHint}
        value={filter.text}
        onChange={(_e, value) => {
          onChange({ ...filter, text: value });
        }}
        onClear={() => {
          onChange({ ...filter, text: '' });
        }}
      />
      <Choice
        name={d.owner}
        value={filter.owner}
        options={owners}
        onChange={(v) => {
          onChange({ ...filter, owner: v as Filter['owner'] });
        }}
      />
      <Choice
        name={d.kind}
        value={filter.kind}
        options={kinds.map((k) => [k, k])}
        onChange={(v) => {
          onChange({ ...filter, kind: v });
        }}
      />
      <Choice
        name={d.hidden}
        value={filter.hidden}
        options={HIDDEN.map((h) => [h, h === 'not' ? text.no : d.hiddenState[h]])}
        onChange={(v) => {
          onChange({ ...filter, hidden: v as Filter['hidden'] });
        }}
      />
      {!isUnfiltered(filter) && (
        <Button
          variant="link"
          onClick={() => {
            onChange(NO_FILTER);
          }}
        >
          {d.clearFilters}
        </Button>
      )}
    </div>
  );
}

function Choice({
  name,
  value,
  options,
  onChange,
}: {
  name: string;
  value: string;
  options: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <span className="gw-choice">
      <label htmlFor={id}>{name}</label>
      <FormSelect
        id={id}
        value={value}
        onChange={(_e, v) => {
          onChange(v);
        }}
      >
        <FormSelectOption value="" label={text.devices.all} />
        {options.map(([key, label]) => (
          <FormSelectOption key={key} value={key} label={label} />
        ))}
      </FormSelect>
    </span>
  );
}
