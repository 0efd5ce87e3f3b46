// Every kind of record, as a user would make one; the suite asks the same questions of each.
// `make` is a whole good body, `change` a patch that fits it, `clear` fields that null clears, `wrong` values that no field takes.

const n = (world) => world.next();

export const kinds = [
  {
    path: 'organizations', noun: 'organization',
    make: (w) => ({ name: `Alder ${n(w)}`, external_id: `o-${n(w)}` }),
    change: { name: 'Alder & Finch' }, clear: ['external_id'], unique: ['external_id'],
    wrong: { name: ['', 7, null, 'x'.repeat(201)], external_id: ['', 7] },
    held: async (w, id) => w.make('contacts', { name: 'Priya', organization_id: id }), heldBy: 'contacts',
  },
  {
    path: 'contacts', noun: 'contact',
    make: async (w) => ({ name: `Priya ${n(w)}`, email: 'priya@alder.test', phone: '+1 555 0101', external_id: `c-${n(w)}`,
      organization_id: (await w.one('organizations')).id, preferences: { allow_email: true }, sms_consent_given: true }),
    change: { name: 'Priya Nair', preferences: { allow_sms: false } },
    clear: ['email', 'phone', 'organization_id', 'external_id'], unique: ['external_id'], refers: ['organization_id', 'user_id'],
    wrong: { name: [''], email: ['priya', 'a b@c', '@', 7], preferences: ['no', null], sms_consent_given: ['yes', null], organization_id: ['first', 1.5, []] },
    filter: ['organization_id', 'email'],
  },
  {
    path: 'boards', noun: 'board',
    make: (w) => ({ name: `Board ${n(w)}`, description: 'What breaks', external_id: `b-${n(w)}` }),
    change: { description: 'All that breaks', status: 'inactive' }, clear: ['external_id'], unique: ['name', 'external_id'], refers: ['team_id'],
    wrong: { name: ['', null], status: ['asleep', null], team_id: ['x'] },
    filter: ['status'],
  },
  {
    path: 'devices', noun: 'device',
    make: async (w) => ({ name: `AF-LT-${n(w)}`, kind: 'laptop', operating_system: 'Debian 12', serial_number: 'SN 1', external_id: `d-${n(w)}`,
      organization_id: (await w.one('organizations')).id, contact_id: (await w.one('contacts')).id, details: { memory: [16, 'GiB'] } }),
    change: { status: 'retired', details: {} }, clear: ['operating_system', 'serial_number', 'organization_id', 'contact_id', 'external_id'],
    unique: ['external_id'], refers: ['organization_id', 'contact_id'],
    wrong: { name: [''], kind: ['toaster'], details: [[], 'x'] },
    filter: ['organization_id', 'kind'],
  },
  {
    path: 'agreements', noun: 'agreement',
    make: async (w) => ({ name: `Managed ${n(w)}`, organization_id: (await w.one('organizations')).id, kind: 'block_hours', hours_included: 12.5,
      starts_at: '2026-01-01T00:00:00.000Z', ends_at: '2027-01-01T00:00:00.000Z', external_id: `a-${n(w)}` }),
    change: { notes: 'Ask for Tom', is_billable: true }, clear: ['hours_included', 'starts_at', 'ends_at', 'external_id'], unique: ['external_id'],
    refers: ['organization_id'],
    wrong: { name: [''], organization_id: [null, 'x'], starts_at: ['soon', 7], ends_at: ['2025-01-01T00:00:00.000Z'], hours_included: [-1, '7'], kind: ['free'] },
    filter: ['organization_id', 'kind'],
  },
];
