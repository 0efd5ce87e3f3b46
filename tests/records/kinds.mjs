// Every kind of record, as a user would make one; the suite asks the same questions of each.
// `make` is a whole good body, `change` a patch that fits it, `clear` fields that null clears, `wrong` values that no field takes.
// `technicians`: they may write it too.

const n = (world) => world.next();
const nothing = 999_999_999;

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
  {
    path: 'tickets', noun: 'ticket', naming: 'title', technicians: true,
    make: async (w) => ({ title: `Printer ${n(w)}`, description: 'It smokes', priority: 'high', external_id: `t-${n(w)}`, board_id: (await w.one('boards')).id,
      organization_id: (await w.one('organizations')).id, contact_id: (await w.one('contacts')).id, assignee_id: w.dana.id, device_ids: [(await w.one('devices')).id],
      classifications: ['hardware', 'printer'] }),
    change: { status: 'waiting', device_ids: [], classifications: [] }, clear: ['assignee_id', 'contact_id', 'organization_id', 'board_id', 'external_id'],
    unique: ['external_id'], refers: ['board_id', 'organization_id', 'contact_id', 'assignee_id'], filter: ['board_id', 'priority', 'number'],
    wrong: { title: ['', null, 'x'.repeat(201)], status: ['asleep', null], priority: ['highest'], device_ids: [[nothing], ['x'], null], classifications: ['hardware', [7]], number: [7] },
  },
  {
    path: 'ticket-templates', noun: 'ticket template',
    make: async (w) => ({ name: `Template ${n(w)}`, description: 'Which room?', priority: 'low', board_id: (await w.one('boards')).id, classifications: ['move'], tasks: ['Pack', 'Carry'] }),
    change: { tasks: ['Carry'], description: '' }, clear: ['priority', 'board_id'], unique: ['name'], refers: ['board_id'], filter: ['board_id'],
    wrong: { name: ['', null], priority: ['highest'], tasks: [[''], ['x'.repeat(201)], 'Pack', null] },
  },
  {
    path: 'ticket-tasks', noun: 'task', naming: 'title', technicians: true,
    make: async (w) => ({ ticket_id: (await w.one('tickets')).id, title: `Task ${n(w)}`, assignee_id: w.dana.id }),
    change: { status: 'done' }, clear: ['assignee_id'], unique: [], filter: ['ticket_id', 'status'],
    wrong: { title: ['', null], status: ['asleep'] },
  },
  {
    path: 'ticket-updates', noun: 'update', naming: 'title', technicians: true,
    make: async (w) => ({ ticket_id: (await w.one('tickets')).id, title: `Update ${n(w)}`, content: 'Rang twice', is_internal: false }),
    change: { content: 'Rang three times' }, clear: [], unique: [], filter: ['ticket_id', 'is_internal'],
    wrong: { content: ['', null], is_internal: [null, 'yes'], kind: ['transcript'], session_id: [7] },
  },
  {
    path: 'users', noun: 'user', secrets: ['password'],
    make: async (w) => ({ kind: 'technician', name: `Tess ${n(w)}`, email: `tess${n(w)}@here.test`, password: 'a long enough password', external_id: `u-${n(w)}`,
      avatar_url: 'https://here.test/tess.png', locale: 'de', max_concurrent_chats: 3, role_ids: [await w.role('technician')], team_ids: [(await w.one('teams')).id],
      skills: [{ name: 'printers', level: 2 }, { name: 'vpn', level: 7 }], organization_ids: [(await w.one('organizations')).id], board_ids: [(await w.one('boards')).id], ticket_ids: [(await w.one('tickets')).id] }),
    change: { name: 'Tess Tuan', skills: [{ name: 'vpn', level: 9 }], team_ids: [], organization_ids: [], ticket_ids: [], max_concurrent_chats: 0 },
    clear: ['email', 'external_id', 'avatar_url', 'locale', 'max_concurrent_chats'], unique: ['email', 'external_id'], filter: ['email', 'kind'],
    wrong: { name: [''], email: ['tess', 7], password: ['short', 7], status: ['asleep', null], max_concurrent_chats: [-1, 1.5, '3'], locale: [''], avatar_url: ['javascript:alert(1)'],
      role_ids: [[nothing], ['x'], null, 7], team_ids: [[nothing]], organization_ids: [[nothing]], board_ids: [[nothing]], ticket_ids: [[nothing]],
      skills: [['vpn'], [{ name: 'vpn', level: 11 }], [{ name: '' }], [{ name: 'vpn' }, { name: 'vpn' }], [{ name: 'vpn', colour: 'red' }]] },
    held: async (w, id) => w.make('contacts', { name: 'Tess', user_id: id }), heldBy: 'contacts',
  },
  {
    path: 'roles', noun: 'role',
    make: (w) => ({ name: `Role ${n(w)}`, permissions: ['chat.accept', 'reports.view'] }),
    change: { permissions: ['chat.accept', 'chat.transfer'] }, clear: [], unique: ['name'],
    wrong: { name: ['', null], permissions: [['chat.fly'], 'chat.accept', null, [7], ['chat.accept', 'chat.accept']] },
    held: async (w, id) => w.make('users', { kind: 'technician', name: 'Rolf', role_ids: [id] }), heldBy: 'user_roles', holders: 'users',
  },
  {
    path: 'teams', noun: 'team',
    make: async (w) => ({ name: `Team ${n(w)}`, assignment: 'round_robin', settings: { offer_timeout: 30 }, member_ids: [w.ada.id, w.dana.id] }),
    change: { assignment: 'least_busy', member_ids: [] }, clear: ['overflow_team_id'], unique: ['name'], refers: ['overflow_team_id'], filter: ['assignment'],
    wrong: { name: ['', null], assignment: ['lottery'], settings: [[], 'x'], member_ids: [[nothing], ['x'], null, 'all'] },
    held: async (w, id) => w.make('boards', { name: `Board ${n(w)}`, team_id: id }), heldBy: 'boards',
  },
  {
    path: 'skills', noun: 'skill',
    make: (w) => ({ name: `skill ${n(w)}`, description: 'Who knows' }),
    change: { description: 'Who really knows' }, clear: [], unique: ['name'], filter: ['name'],
    wrong: { name: ['', null], description: [null, 7] },
  },
  {
    path: 'chat-configs', noun: 'chat config', secrets: ['identity'], textId: true,
    make: (w) => ({ id: `widget-${n(w)}`, name: `Widget ${n(w)}`, data: { appearance: { title: 'Here' } }, after_hours: 'refuse',
      office_hours: { time_zone: 'Europe/Vienna', week: {} }, allowed_origins: ['https://portal.test'], identity: { mode: 'verified_only', secret: 'a secret of the page' } }),
    change: { status: 'inactive', allowed_origins: [], identity: { mode: 'anonymous' } }, clear: ['office_hours', 'team_id'], unique: [], refers: ['team_id'],
    wrong: { name: ['', null], status: ['asleep'], after_hours: ['never'], allowed_origins: [['portal.test'], ['https://portal.test/path'], 'x', null],
      identity: [{ mode: 'none' }, { secret: 'short' }, null, 'x'], data: [[], null], office_hours: [[], 'always'] },
    filter: ['status'],
  },
  {
    path: 'canned-responses', noun: 'canned response', naming: 'title',
    make: async (w) => ({ shortcode: `hi-${n(w)}`, title: `Greeting ${n(w)}`, content: 'Hello {{customer_name}}!', team_id: (await w.one('teams')).id }),
    change: { content: 'Good day {{customer_name}}!' }, clear: ['team_id'], unique: ['shortcode'], refers: ['team_id'], filter: ['team_id'],
    wrong: { shortcode: ['', 'Hi!', 'a b', null], title: ['', null], content: ['', null, 'x'.repeat(16385)] },
  },
];
