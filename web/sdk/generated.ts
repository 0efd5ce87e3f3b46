// Made by `chatd typescript` from the declarations that the daemon runs on. Do not edit.

export interface AccountsLogin {
  /** As the account has it, in any case. */
  email: string;
  /** In clear; the connection must be private. */
  password: string;
  /** The tenant's short name; needed only if the same sign-in is good in several. */
  tenant?: string | null;
}

export interface AccountsMe {
  /** The user. */
  id: number;
  /** Its tenant. */
  tenant_id: number;
  /** What it is. */
  kind: "technician" | "client" | "ai" | "system";
  /** As others see it. */
  name: string;
  /** Unique in the tenant. */
  email: string | null;
  /** A picture. */
  avatar_url: string | null;
  /** What its roles allow. */
  permissions: string[];
}

export interface AccountsMeReply {
  /** Who asks. */
  user: AccountsMe;
}

export interface AccountsRefresh {
  /** From signing in or the last refresh. */
  refresh_token: string;
}

export interface AccountsRenew {
  /** A fresh access token of the same user. */
  token: string;
}

export interface AccountsRenewed {
  /** When this connection must be renewed again. */
  expires_at: string;
}

export interface AccountsSignedIn {
  /** A JWT, for `Authorization: Bearer` and the sockets. */
  access_token: string;
  /** Good for one use at POST /api/auth/refresh. */
  refresh_token: string;
  /** Seconds that the access token lives. */
  expires_in: number;
  /** Who has signed in. */
  user: AccountsMe;
}

export interface AccountsVisitorRequest {
  /** The chat config's public id. */
  config_id: string;
  /** What to call the visitor. */
  name?: string | null;
  /** Where to answer; not proven, never used to find anybody. */
  email?: string | null;
  /** The portal's own id of this person. */
  external_id?: string | null;
  /** Lower-case hex HMAC-SHA256 of external_id under the config's secret. */
  identity_hash?: string | null;
}

export interface AccountsWidgetReply {
  /** The config's public id. */
  id: string;
  /** Of the service that answers. */
  name: string;
  /** Colours, texts, position: as the tenant has set them. */
  appearance: unknown | null;
  /** What to ask before a chat. */
  prechat_form: unknown | null;
  /** Codes that the tenant speaks. */
  languages: unknown | null;
  /** The week and the time zone, of the config or else of its team; null: always open. */
  office_hours: HoursOfficeHours | null;
  /** Whether somebody answers now. */
  open: boolean;
  /** When somebody will, if not now; null: not within a year. */
  next_open_at: string | null;
  /** Until when somebody does; null: for a week at least. */
  closes_at: string | null;
  /** What happens to a chat when not open. */
  after_hours: "refuse" | "callback" | "ai";
  /** Whether a visitor's identity must be proven. */
  identity_mode: "anonymous" | "verified_if_present" | "verified_only";
}

export interface AccountsWidgetRequest {
  /** The chat config's public id. */
  config_id: string;
}

export interface ApiNothing {
}

export interface AppDraining {
  /** Different for each connection. */
  retry_after_ms: number;
}

export interface AppExpiring {
  /** When the connection will be closed with 4401. */
  expires_at: string;
}

export interface AppHello {
  /** Of this connection, for support. */
  connection_id: string;
  /** Who is signed in. */
  user: AppHelloUser;
  /** Rises when something changes that a client must know. */
  protocol: number;
  /** The daemon's clock. */
  server_time: string;
}

export interface AppHelloUser {
  /** The user. */
  id: number;
  /** Its tenant. */
  tenant_id: number;
  /** What it is. */
  kind: "technician" | "client" | "ai" | "system";
  /** As others see it. */
  name: string;
  /** What its roles allow. */
  permissions: string[];
}

export interface CommandsCommandInfo {
  /** Without the slash; may be of two words. */
  name: string;
  /** As it is typed: `/transfer <technician or team> [note]`. */
  usage: string;
  /** What it does, in a line. */
  description: string;
  /** What follows it, in this order. */
  arguments: CommandsParameterInfo[];
}

export interface CommandsCommandList {
  /** By name. */
  data: CommandsCommandInfo[];
}

export interface CommandsCommandReply {
  /** Its name. */
  command: string;
  /** What it asked for. */
  operation: string;
  /** Of the event, if there is one. */
  seq: number | null;
  /** The `command_result` that it left in the backstage; null for most. */
  message: MessagesMessage | null;
  /** What that operation answers. */
  result: unknown;
}

export interface CommandsParameterInfo {
  /** As in `usage`. */
  name: string;
  /** What it says. */
  description: string;
  /** Whether it must be there. */
  required: boolean;
}

export interface CommandsRunCommand {
  /** The live chat that it is typed in. */
  channel_id: number;
  /** Its name, as GET /api/commands has it, with or without the slash. */
  command: string;
  /** What follows it, as it was typed. */
  args?: string;
  /** A UUID of the sender's, which the operation gets as its key: asked again with it, after any failure, it is done once. */
  client_id?: string | null;
}

export interface ConversationInviteKeyed {
  /** The live chat. */
  channel_id: number;
  /** The technician who shall come. */
  user_id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface ConversationRateChatKeyed {
  /** The live chat. */
  channel_id: number;
  /** From 1, bad, to 5, good. */
  score: number;
  /** In the client's words. */
  comment?: string | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface ConversationRated {
  /** The live chat. */
  session_id: number;
  /** Its backstage; to the client the live chat. */
  channel_id: number;
  /** The live chat, as older clients call it. */
  chatId: number;
  /** Place of this event in the backstage; null to the client. */
  seq: number | null;
  /** The event as a system message of the backstage; null to the client. */
  message: MessagesMessage | null;
  /** As it is now. */
  rating: LivechatRating;
  /** The client. */
  by: MessagesPerson;
}

export interface ConversationRatedReply {
  /** As it is now. */
  rating: LivechatRating;
  /** Null: it is an event of the backstage, which clients do not hear. */
  seq: number | null;
}

export interface ConversationTransfer {
  /** The transfer. */
  id: number;
  /** Who had the chat. */
  from: MessagesPerson;
  /** The technician it is for; null: for a team. */
  to: MessagesPerson | null;
  /** The team it is for. */
  team_id: number | null;
  /** The team, by name. */
  team_name: string | null;
  /** `pending`: nobody has answered. `returned`: nobody took it. `replaced`: by another transfer. `cancelled`: the chat ended, or waits for anybody. */
  state: "pending" | "completed" | "returned" | "replaced" | "cancelled";
  /** Of one that was returned. */
  reason: "declined" | "expired" | "unavailable" | null;
  /** The sender left at once. */
  immediate: boolean;
  /** To the next one; null where clients can see it. */
  note: string | null;
  /** When it was begun. */
  created_at: string;
  /** When it was over. */
  answered_at: string | null;
  /** Who has got the chat by it. */
  accepted_by: MessagesPerson | null;
}

export interface ConversationTransferChatKeyed {
  /** The live chat. */
  channel_id: number;
  /** The technician who shall have it; or a team. */
  agent_id?: number | null;
  /** The team of which somebody shall have it; or a technician. */
  team_id?: number | null;
  /** For the next one, Markdown: it becomes a private note of the chat. */
  note?: string | null;
  /** Leave at once; else one stays until the next one has accepted. */
  immediate?: boolean;
  /** Also to somebody who is not here, or is full: it waits for them. */
  queue?: boolean;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface ConversationTransferList {
  /** The oldest first. */
  data: ConversationTransfer[];
}

export interface ConversationTransferReply {
  /** As it is now. */
  session: LivechatSession;
  /** As it is now. */
  transfer: ConversationTransfer;
  /** Of the event; null when it was so already. */
  seq: number | null;
}

export interface ConversationTransferred {
  /** The live chat. */
  session_id: number;
  /** The same. */
  channel_id: number;
  /** The same, as older clients call it. */
  chatId: number;
  /** Place of this event in the channel; null to technicians who are not in it. */
  seq: number | null;
  /** The event as a system message of the history. */
  message: MessagesMessage | null;
  /** As it is now. */
  session: LivechatSession;
  /** As it is now. */
  transfer: ConversationTransfer;
}

export interface ConversationTransfersOf {
  /** The live chat. */
  channel_id: number;
}

export interface ConversationUseCanned {
  /** The live chat. */
  channel_id: number;
  /** Which; or its `shortcode`. */
  canned_response_id?: number | null;
  /** Which, by what technicians type for it. */
  shortcode?: string | null;
  /** Values of its variables, as Markdown; they go before what the chat says: customer_name, customer_first_name, customer_email, customer_phone, organization_name, ticket_number, ticket_title, ticket_status, agent_name, agent_first_name, agent_email, chat_subject. */
  variables?: Record<string, string>;
  /** A UUID of the sender's: sent again with it, after any failure, it is stored once. */
  client_id?: string | null;
}

export interface DirectoryAgreement {
  /** The agreement. */
  id: number;
  /** Whose it is. */
  organization_id: number;
  /** What it is called. */
  name: string;
  /** How work under it is paid. */
  kind: "managed" | "block_hours" | "time_and_materials" | "project";
  /** Only an active one covers work. */
  status: "draft" | "active" | "expired" | "cancelled";
  /** Whether time under it is charged beside the fee. */
  is_billable: boolean;
  /** From when it covers work. */
  starts_at: string | null;
  /** Until when. */
  ends_at: string | null;
  /** Hours that are paid already. */
  hours_included: number | null;
  /** For technicians. */
  notes: string;
  /** The id that a host platform knows it by. */
  external_id: string | null;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

export interface DirectoryAgreementChangeKeyed {
  /** The agreement. */
  id: number;
  /** Whose it is. */
  organization_id?: number;
  /** What it is called. */
  name?: string;
  /** How work under it is paid. */
  kind?: "managed" | "block_hours" | "time_and_materials" | "project";
  /** Only an active one covers work. */
  status?: "draft" | "active" | "expired" | "cancelled";
  /** Whether time under it is charged beside the fee. */
  is_billable?: boolean;
  /** From when it covers work. */
  starts_at?: string | null;
  /** Until when. */
  ends_at?: string | null;
  /** Hours that are paid already. */
  hours_included?: number | null;
  /** For technicians. */
  notes?: string;
  /** The id that a host platform knows it by. */
  external_id?: string | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAgreementCreateKeyed {
  /** Whose it is. */
  organization_id: number;
  /** What it is called. */
  name: string;
  /** How work under it is paid. */
  kind?: "managed" | "block_hours" | "time_and_materials" | "project";
  /** Only an active one covers work. */
  status?: "draft" | "active" | "expired" | "cancelled";
  /** Whether time under it is charged beside the fee. */
  is_billable?: boolean;
  /** From when it covers work. */
  starts_at?: string | null;
  /** Until when. */
  ends_at?: string | null;
  /** Hours that are paid already. */
  hours_included?: number | null;
  /** For technicians. */
  notes?: string;
  /** The id that a host platform knows it by. */
  external_id?: string | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAgreementFilter {
  /** Only records that contain this text, in any case. */
  q?: string;
  /** The order: by name, by creation, or by the last change. */
  sort?: "name" | "newest" | "oldest" | "changed";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before. */
  cursor?: string | null;
  /** Whose it is. */
  organization_id?: number;
  /** How work under it is paid. */
  kind?: "managed" | "block_hours" | "time_and_materials" | "project";
  /** Only an active one covers work. */
  status?: "draft" | "active" | "expired" | "cancelled";
  /** The id that a host platform knows it by. */
  external_id?: string | null;
}

export interface DirectoryAgreementId {
  /** The agreement. */
  id: number;
}

export interface DirectoryAgreementIdKeyed {
  /** The agreement. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAgreementList {
  /** The records. */
  data: DirectoryAgreement[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface DirectoryBoard {
  /** The board. */
  id: number;
  /** What it is called. */
  name: string;
  /** What belongs on it. */
  description: string;
  /** An inactive one takes no new tickets. */
  status: "active" | "inactive";
  /** The team that works on it. */
  team_id: number | null;
  /** The id that a host platform knows it by. */
  external_id: string | null;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

export interface DirectoryBoardChangeKeyed {
  /** The board. */
  id: number;
  /** What it is called. */
  name?: string;
  /** What belongs on it. */
  description?: string;
  /** An inactive one takes no new tickets. */
  status?: "active" | "inactive";
  /** The team that works on it. */
  team_id?: number | null;
  /** The id that a host platform knows it by. */
  external_id?: string | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryBoardCreateKeyed {
  /** What it is called. */
  name: string;
  /** What belongs on it. */
  description?: string;
  /** An inactive one takes no new tickets. */
  status?: "active" | "inactive";
  /** The team that works on it. */
  team_id?: number | null;
  /** The id that a host platform knows it by. */
  external_id?: string | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryBoardFilter {
  /** Only records that contain this text, in any case. */
  q?: string;
  /** The order: by name, by creation, or by the last change. */
  sort?: "name" | "newest" | "oldest" | "changed";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before. */
  cursor?: string | null;
  /** An inactive one takes no new tickets. */
  status?: "active" | "inactive";
  /** The team that works on it. */
  team_id?: number | null;
  /** The id that a host platform knows it by. */
  external_id?: string | null;
}

export interface DirectoryBoardId {
  /** The board. */
  id: number;
}

export interface DirectoryBoardIdKeyed {
  /** The board. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryBoardList {
  /** The records. */
  data: DirectoryBoard[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface DirectoryChatConfig {
  /** What a widget connects with: letters, digits, - and _. Chosen when it is made, else random. */
  id: string;
  /** What it is called. */
  name: string;
  /** An inactive one takes no new visitors; running chats go on. */
  status: "active" | "inactive";
  /** The team that answers. */
  team_id: number | null;
  /** `appearance`, `prechat_form`, `languages`, `ai`, `assistants`. */
  data: Record<string, unknown>;
  /** When somebody answers; null: as the team says, else always. */
  office_hours: HoursOfficeHours | null;
  /** What a visitor is offered outside them: `refuse` says when to come back, `callback` takes a message and a number, `ai` does the same where no AI agent answers. */
  after_hours: "refuse" | "callback" | "ai";
  /** Pages that may carry the widget; none: only the daemon's own. */
  allowed_origins: string[];
  /** How visitors are known. */
  identity: DirectoryIdentity;
  /** Times that differ from the team's. */
  settings: DirectoryChatSettings;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

export interface DirectoryChatConfigChangeKeyed {
  /** What a widget connects with: letters, digits, - and _. Chosen when it is made, else random. */
  id: string;
  /** What it is called. */
  name?: string;
  /** An inactive one takes no new visitors; running chats go on. */
  status?: "active" | "inactive";
  /** The team that answers. */
  team_id?: number | null;
  /** `appearance`, `prechat_form`, `languages`, `ai`, `assistants`. */
  data?: Record<string, unknown>;
  /** When somebody answers; null: as the team says, else always. */
  office_hours?: HoursOfficeHours | null;
  /** What a visitor is offered outside them: `refuse` says when to come back, `callback` takes a message and a number, `ai` does the same where no AI agent answers. */
  after_hours?: "refuse" | "callback" | "ai";
  /** Pages that may carry the widget; none: only the daemon's own. */
  allowed_origins?: string[];
  /** How visitors are known. */
  identity?: DirectoryIdentity;
  /** Times that differ from the team's. */
  settings?: DirectoryChatSettings;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryChatConfigCreateKeyed {
  /** What a widget connects with: letters, digits, - and _. Chosen when it is made, else random. */
  id?: string;
  /** What it is called. */
  name: string;
  /** An inactive one takes no new visitors; running chats go on. */
  status?: "active" | "inactive";
  /** The team that answers. */
  team_id?: number | null;
  /** `appearance`, `prechat_form`, `languages`, `ai`, `assistants`. */
  data?: Record<string, unknown>;
  /** When somebody answers; null: as the team says, else always. */
  office_hours?: HoursOfficeHours | null;
  /** What a visitor is offered outside them: `refuse` says when to come back, `callback` takes a message and a number, `ai` does the same where no AI agent answers. */
  after_hours?: "refuse" | "callback" | "ai";
  /** Pages that may carry the widget; none: only the daemon's own. */
  allowed_origins?: string[];
  /** How visitors are known. */
  identity?: DirectoryIdentity;
  /** Times that differ from the team's. */
  settings?: DirectoryChatSettings;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryChatConfigFilter {
  /** Only records that contain this text, in any case. */
  q?: string;
  /** The order: by name, by creation, or by the last change. */
  sort?: "name" | "newest" | "oldest" | "changed";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before. */
  cursor?: string | null;
  /** An inactive one takes no new visitors; running chats go on. */
  status?: "active" | "inactive";
  /** The team that answers. */
  team_id?: number | null;
}

export interface DirectoryChatConfigId {
  /** What a widget connects with: letters, digits, - and _. Chosen when it is made, else random. */
  id: string;
}

export interface DirectoryChatConfigIdKeyed {
  /** What a widget connects with: letters, digits, - and _. Chosen when it is made, else random. */
  id: string;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryChatConfigList {
  /** The records. */
  data: DirectoryChatConfig[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface DirectoryChatSettings {
  /** When nobody has come for so long the client is asked whether to wait on. 0s: never. */
  no_answer_after?: string | null;
  /** A waiting client who is gone for so long has left. 0s: never. */
  abandon_after?: string | null;
  /** A chat in which nothing is said for so long ends. 0s: never. */
  auto_close?: string | null;
  /** So long a client's message opens a chat that is over. */
  reopen_within?: string | null;
}

export interface DirectoryContact {
  /** The contact. */
  id: number;
  /** What the person is called. */
  name: string;
  /** Their email address. */
  email?: string | null;
  /** Their telephone number, as people write it. */
  phone?: string | null;
  /** The organization that they work for. */
  organization_id?: number | null;
  /** The client user who chats as this contact. */
  user_id?: number | null;
  /** How they want to be told: `allow_email`, `allow_sms`, and what a host platform adds. */
  preferences?: Record<string, unknown>;
  /** Whether they have agreed to be sent text messages. */
  sms_consent_given?: boolean;
  /** The id that a host platform knows them by. */
  external_id?: string | null;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

export interface DirectoryContactBatch {
  /** The records. */
  data: DirectoryContact[];
}

export interface DirectoryContactChangeKeyed {
  /** The contact. */
  id: number;
  /** What the person is called. */
  name?: string;
  /** Their email address. */
  email?: string | null;
  /** Their telephone number, as people write it. */
  phone?: string | null;
  /** The organization that they work for. */
  organization_id?: number | null;
  /** The client user who chats as this contact. */
  user_id?: number | null;
  /** How they want to be told: `allow_email`, `allow_sms`, and what a host platform adds. */
  preferences?: Record<string, unknown>;
  /** Whether they have agreed to be sent text messages. */
  sms_consent_given?: boolean;
  /** The id that a host platform knows them by. */
  external_id?: string | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryContactCreateKeyed {
  /** What the person is called. */
  name: string;
  /** Their email address. */
  email?: string | null;
  /** Their telephone number, as people write it. */
  phone?: string | null;
  /** The organization that they work for. */
  organization_id?: number | null;
  /** The client user who chats as this contact. */
  user_id?: number | null;
  /** How they want to be told: `allow_email`, `allow_sms`, and what a host platform adds. */
  preferences?: Record<string, unknown>;
  /** Whether they have agreed to be sent text messages. */
  sms_consent_given?: boolean;
  /** The id that a host platform knows them by. */
  external_id?: string | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryContactFilter {
  /** Only records that contain this text, in any case. */
  q?: string;
  /** The order: by name, by creation, or by the last change. */
  sort?: "name" | "newest" | "oldest" | "changed";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before. */
  cursor?: string | null;
  /** The organization that they work for. */
  organization_id?: number | null;
  /** The client user who chats as this contact. */
  user_id?: number | null;
  /** Their email address. */
  email?: string | null;
  /** The id that a host platform knows them by. */
  external_id?: string | null;
}

export interface DirectoryContactId {
  /** The contact. */
  id: number;
}

export interface DirectoryContactIdKeyed {
  /** The contact. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryContactList {
  /** The records. */
  data: DirectoryContact[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface DirectoryDevice {
  /** The device. */
  id: number;
  /** What it is called, as a rule its host name. */
  name: string;
  /** What it is. */
  kind?: "workstation" | "laptop" | "server" | "mobile" | "network" | "printer" | "other";
  /** A retired one is kept for what was said of it. */
  status?: "active" | "retired";
  /** Whose it is. */
  organization_id?: number | null;
  /** Who works with it. */
  contact_id?: number | null;
  /** As its maker numbers it. */
  serial_number?: string | null;
  /** With its version. */
  operating_system?: string | null;
  /** What a host platform knows of it; kept as it is. */
  details?: Record<string, unknown>;
  /** The id that a host platform knows it by. */
  external_id?: string | null;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

export interface DirectoryDeviceBatch {
  /** The records. */
  data: DirectoryDevice[];
}

export interface DirectoryDeviceChangeKeyed {
  /** The device. */
  id: number;
  /** What it is called, as a rule its host name. */
  name?: string;
  /** What it is. */
  kind?: "workstation" | "laptop" | "server" | "mobile" | "network" | "printer" | "other";
  /** A retired one is kept for what was said of it. */
  status?: "active" | "retired";
  /** Whose it is. */
  organization_id?: number | null;
  /** Who works with it. */
  contact_id?: number | null;
  /** As its maker numbers it. */
  serial_number?: string | null;
  /** With its version. */
  operating_system?: string | null;
  /** What a host platform knows of it; kept as it is. */
  details?: Record<string, unknown>;
  /** The id that a host platform knows it by. */
  external_id?: string | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryDeviceCreateKeyed {
  /** What it is called, as a rule its host name. */
  name: string;
  /** What it is. */
  kind?: "workstation" | "laptop" | "server" | "mobile" | "network" | "printer" | "other";
  /** A retired one is kept for what was said of it. */
  status?: "active" | "retired";
  /** Whose it is. */
  organization_id?: number | null;
  /** Who works with it. */
  contact_id?: number | null;
  /** As its maker numbers it. */
  serial_number?: string | null;
  /** With its version. */
  operating_system?: string | null;
  /** What a host platform knows of it; kept as it is. */
  details?: Record<string, unknown>;
  /** The id that a host platform knows it by. */
  external_id?: string | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryDeviceFilter {
  /** Only records that contain this text, in any case. */
  q?: string;
  /** The order: by name, by creation, or by the last change. */
  sort?: "name" | "newest" | "oldest" | "changed";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before. */
  cursor?: string | null;
  /** Whose it is. */
  organization_id?: number | null;
  /** Who works with it. */
  contact_id?: number | null;
  /** What it is. */
  kind?: "workstation" | "laptop" | "server" | "mobile" | "network" | "printer" | "other";
  /** A retired one is kept for what was said of it. */
  status?: "active" | "retired";
  /** The id that a host platform knows it by. */
  external_id?: string | null;
}

export interface DirectoryDeviceId {
  /** The device. */
  id: number;
}

export interface DirectoryDeviceIdKeyed {
  /** The device. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryDeviceList {
  /** The records. */
  data: DirectoryDevice[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface DirectoryHolidayRecord {
  /** The holiday. */
  id: number;
  /** `2026-12-24`: in the time zone of whichever office hours it is looked at with. */
  date: string;
  /** What it is called. */
  name: string;
  /** When it is open all the same; empty: not at all. */
  hours: HoursInterval[];
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

export interface DirectoryHolidayRecordChangeKeyed {
  /** The holiday. */
  id: number;
  /** `2026-12-24`: in the time zone of whichever office hours it is looked at with. */
  date?: string;
  /** What it is called. */
  name?: string;
  /** When it is open all the same; empty: not at all. */
  hours?: HoursInterval[];
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryHolidayRecordCreateKeyed {
  /** `2026-12-24`: in the time zone of whichever office hours it is looked at with. */
  date: string;
  /** What it is called. */
  name: string;
  /** When it is open all the same; empty: not at all. */
  hours?: HoursInterval[];
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryHolidayRecordFilter {
  /** Only records that contain this text, in any case. */
  q?: string;
  /** The order: by name, by creation, or by the last change. */
  sort?: "name" | "newest" | "oldest" | "changed";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before. */
  cursor?: string | null;
  /** `2026-12-24`: in the time zone of whichever office hours it is looked at with. */
  date?: string;
}

export interface DirectoryHolidayRecordId {
  /** The holiday. */
  id: number;
}

export interface DirectoryHolidayRecordIdKeyed {
  /** The holiday. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryHolidayRecordList {
  /** The records. */
  data: DirectoryHolidayRecord[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface DirectoryIdentity {
  /** Whether visitors may, or must, prove who they are. */
  mode?: "anonymous" | "verified_if_present" | "verified_only";
  /** What the host page signs external ids with. */
  secret?: string | null;
}

export interface DirectoryOrganization {
  /** The organization. */
  id: number;
  /** What it is called. */
  name: string;
  /** The id that a host platform knows it by. */
  external_id?: string | null;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

export interface DirectoryOrganizationBatch {
  /** The records. */
  data: DirectoryOrganization[];
}

export interface DirectoryOrganizationChangeKeyed {
  /** The organization. */
  id: number;
  /** What it is called. */
  name?: string;
  /** The id that a host platform knows it by. */
  external_id?: string | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryOrganizationCreateKeyed {
  /** What it is called. */
  name: string;
  /** The id that a host platform knows it by. */
  external_id?: string | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryOrganizationFilter {
  /** Only records that contain this text, in any case. */
  q?: string;
  /** The order: by name, by creation, or by the last change. */
  sort?: "name" | "newest" | "oldest" | "changed";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before. */
  cursor?: string | null;
  /** The id that a host platform knows it by. */
  external_id?: string | null;
}

export interface DirectoryOrganizationId {
  /** The organization. */
  id: number;
}

export interface DirectoryOrganizationIdKeyed {
  /** The organization. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryOrganizationList {
  /** The records. */
  data: DirectoryOrganization[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface DirectoryRole {
  /** The role. */
  id: number;
  /** What it is called. */
  name: string;
  /** Such a role keeps its name and cannot be deleted. */
  built_in: boolean;
  /** What its users may do. */
  permissions: ("chat.accept" | "chat.assign" | "chat.transfer" | "chat.monitor" | "chat.complete" | "channels.manage" | "tickets.write" | "kb.write" | "ai.configure" | "ai.supervise" | "reports.view" | "config.manage" | "users.manage" | "time.view_all" | "data.export" | "data.erase")[];
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

export interface DirectoryRoleChangeKeyed {
  /** The role. */
  id: number;
  /** What it is called. */
  name?: string;
  /** What its users may do. */
  permissions?: ("chat.accept" | "chat.assign" | "chat.transfer" | "chat.monitor" | "chat.complete" | "channels.manage" | "tickets.write" | "kb.write" | "ai.configure" | "ai.supervise" | "reports.view" | "config.manage" | "users.manage" | "time.view_all" | "data.export" | "data.erase")[];
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryRoleCreateKeyed {
  /** What it is called. */
  name: string;
  /** What its users may do. */
  permissions?: ("chat.accept" | "chat.assign" | "chat.transfer" | "chat.monitor" | "chat.complete" | "channels.manage" | "tickets.write" | "kb.write" | "ai.configure" | "ai.supervise" | "reports.view" | "config.manage" | "users.manage" | "time.view_all" | "data.export" | "data.erase")[];
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryRoleFilter {
  /** Only records that contain this text, in any case. */
  q?: string;
  /** The order: by name, by creation, or by the last change. */
  sort?: "name" | "newest" | "oldest" | "changed";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before. */
  cursor?: string | null;
  /** Such a role keeps its name and cannot be deleted. */
  built_in?: boolean;
}

export interface DirectoryRoleId {
  /** The role. */
  id: number;
}

export interface DirectoryRoleIdKeyed {
  /** The role. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryRoleList {
  /** The records. */
  data: DirectoryRole[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface DirectorySkill {
  /** The skill. */
  id: number;
  /** What requests and technicians call it. */
  name: string;
  /** Who has it. */
  description: string;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

export interface DirectorySkillChangeKeyed {
  /** The skill. */
  id: number;
  /** What requests and technicians call it. */
  name?: string;
  /** Who has it. */
  description?: string;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectorySkillCreateKeyed {
  /** What requests and technicians call it. */
  name: string;
  /** Who has it. */
  description?: string;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectorySkillFilter {
  /** Only records that contain this text, in any case. */
  q?: string;
  /** The order: by name, by creation, or by the last change. */
  sort?: "name" | "newest" | "oldest" | "changed";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before. */
  cursor?: string | null;
  /** What requests and technicians call it. */
  name?: string;
}

export interface DirectorySkillId {
  /** The skill. */
  id: number;
}

export interface DirectorySkillIdKeyed {
  /** The skill. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectorySkillLevel {
  /** The skill; a new name makes one. */
  name: string;
  /** How well, 10 is best. */
  level?: number;
}

export interface DirectorySkillList {
  /** The records. */
  data: DirectorySkill[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface DirectoryTeam {
  /** The team. */
  id: number;
  /** What it is called. */
  name: string;
  /** How its requests find a technician. */
  assignment: "broadcast" | "round_robin" | "least_busy";
  /** Who is asked as well when it does not answer in time. */
  overflow_team_id: number | null;
  /** Overrides of the operator's `queue` and `chat` defaults. */
  settings: DirectoryTeamSettings;
  /** When it answers, where the chat config does not say; null: always. */
  office_hours: HoursOfficeHours | null;
  /** The technicians who belong to it. */
  member_ids: number[];
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

export interface DirectoryTeamChangeKeyed {
  /** The team. */
  id: number;
  /** What it is called. */
  name?: string;
  /** How its requests find a technician. */
  assignment?: "broadcast" | "round_robin" | "least_busy";
  /** Who is asked as well when it does not answer in time. */
  overflow_team_id?: number | null;
  /** Overrides of the operator's `queue` and `chat` defaults. */
  settings?: DirectoryTeamSettings;
  /** When it answers, where the chat config does not say; null: always. */
  office_hours?: HoursOfficeHours | null;
  /** The technicians who belong to it. */
  member_ids?: number[];
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryTeamCreateKeyed {
  /** What it is called. */
  name: string;
  /** How its requests find a technician. */
  assignment?: "broadcast" | "round_robin" | "least_busy";
  /** Who is asked as well when it does not answer in time. */
  overflow_team_id?: number | null;
  /** Overrides of the operator's `queue` and `chat` defaults. */
  settings?: DirectoryTeamSettings;
  /** When it answers, where the chat config does not say; null: always. */
  office_hours?: HoursOfficeHours | null;
  /** The technicians who belong to it. */
  member_ids?: number[];
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryTeamFilter {
  /** Only records that contain this text, in any case. */
  q?: string;
  /** The order: by name, by creation, or by the last change. */
  sort?: "name" | "newest" | "oldest" | "changed";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before. */
  cursor?: string | null;
  /** How its requests find a technician. */
  assignment?: "broadcast" | "round_robin" | "least_busy";
  /** Who is asked as well when it does not answer in time. */
  overflow_team_id?: number | null;
}

export interface DirectoryTeamId {
  /** The team. */
  id: number;
}

export interface DirectoryTeamIdKeyed {
  /** The team. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryTeamList {
  /** The records. */
  data: DirectoryTeam[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface DirectoryTeamSettings {
  /** A technician has so long to answer an offer. */
  offer_timeout?: string | null;
  /** So long a ticket's technician alone is alerted. */
  assigned_first?: string | null;
  /** Then skills are not asked for any more. */
  relax_skills_after?: string | null;
  /** Then the overflow team is alerted too. */
  overflow_after?: string | null;
  /** Waiting so long counts as one priority more. */
  aging?: string | null;
  /** Who took a chat and says nothing is reminded; then it waits again. */
  first_reply_after?: string | null;
  /** When nobody has come for so long the client is asked whether to wait on. */
  no_answer_after?: string | null;
  /** A waiting client who is gone for so long has left. */
  abandon_after?: string | null;
  /** A chat in which nothing is said for so long ends. */
  auto_close?: string | null;
  /** So long a client's message opens a chat that is over. */
  reopen_within?: string | null;
  /** A transfer to the team that nobody takes for so long comes back. */
  transfer_timeout?: string | null;
}

export interface DirectoryUser {
  /** The user. */
  id: number;
  /** What they are; it stays. */
  kind: "technician" | "client" | "ai" | "system";
  /** What they are called. */
  name: string;
  /** Their email address, with which they sign in. */
  email?: string | null;
  /** To sign in with; a new one ends their sign-ins. Null takes it away. */
  password?: string | null;
  /** The id that a host platform knows them by. */
  external_id?: string | null;
  /** Their picture. */
  avatar_url?: string | null;
  /** Their language, like `de` or `pt-BR`. */
  locale?: string | null;
  /** A disabled one is signed out at once and cannot sign in. */
  status?: "active" | "disabled";
  /** What a technician has chosen: online, away, busy, do_not_respond or offline. */
  agent_status: string;
  /** How many chats a technician takes at once; null for no limit. */
  max_concurrent_chats?: number | null;
  /** A visitor of whom nothing is known. */
  is_anonymous: boolean;
  /** The roles that give their permissions. */
  role_ids?: number[];
  /** The teams that they belong to. */
  team_ids?: number[];
  /** What a technician can do. */
  skills?: DirectorySkillLevel[];
  /** Access scope: only these boards; none means all. */
  board_ids?: number[];
  /** Access scope: only these organizations; none means all. */
  organization_ids?: number[];
  /** Access scope: only these tickets; none means all. */
  ticket_ids?: number[];
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

export interface DirectoryUserBatch {
  /** The records. */
  data: DirectoryUser[];
}

export interface DirectoryUserChangeKeyed {
  /** The user. */
  id: number;
  /** What they are called. */
  name?: string;
  /** Their email address, with which they sign in. */
  email?: string | null;
  /** To sign in with; a new one ends their sign-ins. Null takes it away. */
  password?: string | null;
  /** The id that a host platform knows them by. */
  external_id?: string | null;
  /** Their picture. */
  avatar_url?: string | null;
  /** Their language, like `de` or `pt-BR`. */
  locale?: string | null;
  /** A disabled one is signed out at once and cannot sign in. */
  status?: "active" | "disabled";
  /** How many chats a technician takes at once; null for no limit. */
  max_concurrent_chats?: number | null;
  /** The roles that give their permissions. */
  role_ids?: number[];
  /** The teams that they belong to. */
  team_ids?: number[];
  /** What a technician can do. */
  skills?: DirectorySkillLevel[];
  /** Access scope: only these boards; none means all. */
  board_ids?: number[];
  /** Access scope: only these organizations; none means all. */
  organization_ids?: number[];
  /** Access scope: only these tickets; none means all. */
  ticket_ids?: number[];
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryUserCreateKeyed {
  /** What they are; it stays. */
  kind: "technician" | "client" | "ai" | "system";
  /** What they are called. */
  name: string;
  /** Their email address, with which they sign in. */
  email?: string | null;
  /** To sign in with; a new one ends their sign-ins. Null takes it away. */
  password?: string | null;
  /** The id that a host platform knows them by. */
  external_id?: string | null;
  /** Their picture. */
  avatar_url?: string | null;
  /** Their language, like `de` or `pt-BR`. */
  locale?: string | null;
  /** A disabled one is signed out at once and cannot sign in. */
  status?: "active" | "disabled";
  /** How many chats a technician takes at once; null for no limit. */
  max_concurrent_chats?: number | null;
  /** The roles that give their permissions. */
  role_ids?: number[];
  /** The teams that they belong to. */
  team_ids?: number[];
  /** What a technician can do. */
  skills?: DirectorySkillLevel[];
  /** Access scope: only these boards; none means all. */
  board_ids?: number[];
  /** Access scope: only these organizations; none means all. */
  organization_ids?: number[];
  /** Access scope: only these tickets; none means all. */
  ticket_ids?: number[];
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryUserFilter {
  /** Only records that contain this text, in any case. */
  q?: string;
  /** The order: by name, by creation, or by the last change. */
  sort?: "name" | "newest" | "oldest" | "changed";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before. */
  cursor?: string | null;
  /** What they are; it stays. */
  kind?: "technician" | "client" | "ai" | "system";
  /** A disabled one is signed out at once and cannot sign in. */
  status?: "active" | "disabled";
  /** Their email address, with which they sign in. */
  email?: string | null;
  /** The id that a host platform knows them by. */
  external_id?: string | null;
  /** A visitor of whom nothing is known. */
  is_anonymous?: boolean;
}

export interface DirectoryUserId {
  /** The user. */
  id: number;
}

export interface DirectoryUserIdKeyed {
  /** The user. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryUserList {
  /** The records. */
  data: DirectoryUser[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface FilesAttachment {
  /** The file. */
  id: number;
  /** As it may be shown and saved anywhere. */
  name: string;
  /** Bytes. */
  size: number;
  /** By its content, not by what its sender said. */
  content_type: string;
  /** Where to get it, without a token, for a day at least; `files:link` gives a fresh one. */
  url: string;
  /** A small picture of it, in the same way. */
  thumbnail_url: string | null;
  /** Of a picture, in pixels. */
  width: number | null;
  /** Of a picture, in pixels. */
  height: number | null;
}

export interface FilesDownload {
  /** The file. */
  attachment_id: number;
  /** Its name. */
  name: string;
  /** The daemon's. */
  signature: string;
  /** Until when the link is good. */
  expires: number;
  /** `inline` for pictures that may be shown in place. */
  as?: "attachment" | "inline";
  /** The file, or the small picture of it. */
  of?: "file" | "thumbnail";
}

export interface FilesLinked {
  /** The file, with fresh links. */
  attachment: FilesAttachment;
}

export interface FilesOnAttachment {
  /** The file. */
  attachment_id: number;
}

export interface FilesStoreUploaded {
  /** The file; `chat:send_message` with its id sends it. */
  attachment: FilesAttachment;
  /** Its url; it may be sent in place of the id. */
  attachment_url: string;
}

export interface FilesUploadKeyed {
  /** Where it is going to be sent: refused at once if one may not post there. */
  channel_id?: number | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface HoursHoliday {
  /** `2026-12-24`, in the time zone of the hours. */
  date: string;
  /** What it is called. */
  name?: string | null;
  /** When it is open all the same; empty: not at all. */
  hours?: HoursInterval[];
}

export interface HoursInterval {
  /** `09:00`: local time. */
  from: string;
  /** `17:30`; `24:00` is the end of the day, and what is before `from` is on the next day. */
  to: string;
}

export interface HoursOfficeHours {
  /** As tzdata names it: `Europe/Berlin`. */
  time_zone: string;
  /** The usual week. */
  week: HoursWeek;
  /** Days that differ, beside the tenant's own `holidays`; these come first. */
  holidays?: HoursHoliday[];
}

export interface HoursWeek {
  /** When it is open; empty: not at all. */
  monday?: HoursInterval[];
  /** The same. */
  tuesday?: HoursInterval[];
  /** The same. */
  wednesday?: HoursInterval[];
  /** The same. */
  thursday?: HoursInterval[];
  /** The same. */
  friday?: HoursInterval[];
  /** The same. */
  saturday?: HoursInterval[];
  /** The same. */
  sunday?: HoursInterval[];
}

export interface KnowledgeArticle {
  /** The article. */
  id: number;
  /** What it is about. */
  title: string;
  /** Its name in addresses: a-z, 0-9 and single hyphens between. */
  slug: string;
  /** A sentence or two, Markdown; shown where it is shared. */
  summary: string;
  /** All of it, Markdown. */
  content: string;
  /** A draft is not shown to clients. */
  status: "draft" | "published";
  /** For whom; an internal one is not shown to clients. */
  audience: "client" | "internal";
  /** Where clients read it: https:// or http://. */
  url: string | null;
  /** As in `de` or `pt-BR`. */
  language: string | null;
  /** Words that it is filed under. */
  tags: string[];
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

export interface KnowledgeArticleChangeKeyed {
  /** The article. */
  id: number;
  /** What it is about. */
  title?: string;
  /** Its name in addresses: a-z, 0-9 and single hyphens between. */
  slug?: string;
  /** A sentence or two, Markdown; shown where it is shared. */
  summary?: string;
  /** All of it, Markdown. */
  content?: string;
  /** A draft is not shown to clients. */
  status?: "draft" | "published";
  /** For whom; an internal one is not shown to clients. */
  audience?: "client" | "internal";
  /** Where clients read it: https:// or http://. */
  url?: string | null;
  /** As in `de` or `pt-BR`. */
  language?: string | null;
  /** Words that it is filed under. */
  tags?: string[];
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface KnowledgeArticleCreateKeyed {
  /** What it is about. */
  title: string;
  /** Its name in addresses: a-z, 0-9 and single hyphens between. */
  slug: string;
  /** A sentence or two, Markdown; shown where it is shared. */
  summary?: string;
  /** All of it, Markdown. */
  content?: string;
  /** A draft is not shown to clients. */
  status?: "draft" | "published";
  /** For whom; an internal one is not shown to clients. */
  audience?: "client" | "internal";
  /** Where clients read it: https:// or http://. */
  url?: string | null;
  /** As in `de` or `pt-BR`. */
  language?: string | null;
  /** Words that it is filed under. */
  tags?: string[];
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface KnowledgeArticleFilter {
  /** Only records that contain this text, in any case. */
  q?: string;
  /** The order: by name, by creation, or by the last change. */
  sort?: "name" | "newest" | "oldest" | "changed";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before. */
  cursor?: string | null;
  /** A draft is not shown to clients. */
  status?: "draft" | "published";
  /** For whom; an internal one is not shown to clients. */
  audience?: "client" | "internal";
  /** As in `de` or `pt-BR`. */
  language?: string | null;
  /** Its name in addresses: a-z, 0-9 and single hyphens between. */
  slug?: string;
}

export interface KnowledgeArticleId {
  /** The article. */
  id: number;
}

export interface KnowledgeArticleIdKeyed {
  /** The article. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface KnowledgeArticleList {
  /** The records. */
  data: KnowledgeArticle[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface KnowledgeCannedResponse {
  /** The canned response. */
  id: number;
  /** What a technician types for it, without the slash: a-z, 0-9, - and _. */
  shortcode: string;
  /** What it is for. */
  title: string;
  /** Markdown; variables like `{{customer_name}}` are filled in when it is sent (chat:use_canned_response says which), `\{{` are braces. */
  content: string;
  /** For whom; null is for everybody. */
  team_id: number | null;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

export interface KnowledgeCannedResponseChangeKeyed {
  /** The canned response. */
  id: number;
  /** What a technician types for it, without the slash: a-z, 0-9, - and _. */
  shortcode?: string;
  /** What it is for. */
  title?: string;
  /** Markdown; variables like `{{customer_name}}` are filled in when it is sent (chat:use_canned_response says which), `\{{` are braces. */
  content?: string;
  /** For whom; null is for everybody. */
  team_id?: number | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface KnowledgeCannedResponseCreateKeyed {
  /** What a technician types for it, without the slash: a-z, 0-9, - and _. */
  shortcode: string;
  /** What it is for. */
  title: string;
  /** Markdown; variables like `{{customer_name}}` are filled in when it is sent (chat:use_canned_response says which), `\{{` are braces. */
  content: string;
  /** For whom; null is for everybody. */
  team_id?: number | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface KnowledgeCannedResponseFilter {
  /** Only records that contain this text, in any case. */
  q?: string;
  /** The order: by name, by creation, or by the last change. */
  sort?: "name" | "newest" | "oldest" | "changed";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before. */
  cursor?: string | null;
  /** What a technician types for it, without the slash: a-z, 0-9, - and _. */
  shortcode?: string;
  /** For whom; null is for everybody. */
  team_id?: number | null;
}

export interface KnowledgeCannedResponseId {
  /** The canned response. */
  id: number;
}

export interface KnowledgeCannedResponseIdKeyed {
  /** The canned response. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface KnowledgeCannedResponseList {
  /** The records. */
  data: KnowledgeCannedResponse[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface KnowledgeSharedArticle {
  /** The article. */
  id: number;
  /** What it is about. */
  title: string;
  /** A sentence or two, Markdown. */
  summary: string;
  /** Where clients read it. */
  url: string | null;
}

export interface LivechatAbandoned {
  /** The live chat. */
  session_id: number;
  /** The same. */
  channel_id: number;
  /** The same, as older clients call it. */
  chatId: number;
  /** Place of this event in the channel; null to technicians who are not in it. */
  seq: number | null;
  /** The event as a system message of the history. */
  message: MessagesMessage | null;
  /** As it is now. */
  session: LivechatSession;
  /** Who left; null: they were gone for too long. */
  ended_by: MessagesPerson | null;
  /** `client`: they left. `system`: they were gone for too long. */
  reason: "client" | "agent" | "idle" | "system";
}

export interface LivechatAcceptKeyed {
  /** The live chat. */
  channel_id: number;
  /** The offer that is accepted, if it was offered: refused when that is over. */
  offer_id?: string | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface LivechatAddNote {
  /** The live chat. */
  channel_id: number;
  /** Markdown, as in a message. */
  content: string;
  /** Technicians whom it names; they are notified. */
  mentions?: number[];
  /** A UUID of the sender's: sent again with it, after any failure, it is stored once. */
  client_id?: string | null;
}

export interface LivechatAgentSessions {
  /** `pending`: what waits, also an active chat that waits again. `abandoned`, `callback`, `completed`: all of them. Other states: the caller's own chats. Absent: what waits and the caller's own. */
  status?: ("pending" | "active" | "closed" | "abandoned" | "callback" | "completed")[];
  /** Only those whose subject, client's name or notes contain this text, in any case. */
  q?: string | null;
  /** Only these; absent: all. */
  priority?: ("low" | "medium" | "high" | "urgent")[];
  /** Only those that ask for this skill. */
  skill?: string | null;
  /** `priority`: as they will be served, the most urgent first, then the oldest, waiting for long counting as more urgent; `oldest`: the longest wait first. */
  sort?: "newest" | "oldest" | "priority";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before. */
  cursor?: string | null;
}

export interface LivechatAssignKeyed {
  /** The live chat. */
  channel_id: number;
  /** The technician who gets it. */
  agent_id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface LivechatBackstageView {
  /** The backstage. */
  channel_id: number;
  /** The last 50; ascending. */
  messages: MessagesMessage[];
  /** The last event of it that this answer covers; live events go on from here. */
  head_seq: number;
  /** How far everybody has read it. */
  cursors: MessagesCursor[];
}

export interface LivechatCallback {
  /** The number; null when only a message was left. */
  phone: string | null;
  /** When they would like it. */
  preferred_at: string | null;
  /** What they said to it. */
  note: string | null;
  /** When they asked. */
  requested_at: string;
}

export interface LivechatCallbackRequested {
  /** The live chat. */
  session_id: number;
  /** The same. */
  channel_id: number;
  /** The same, as older clients call it. */
  chatId: number;
  /** Place of this event in the channel; null to technicians who are not in it. */
  seq: number | null;
  /** The event as a system message of the history. */
  message: MessagesMessage | null;
  /** As it is now. */
  session: LivechatSession;
}

export interface LivechatChannelUpdated {
  /** The live chat. */
  session_id: number;
  /** The same. */
  channel_id: number;
  /** The same, as older clients call it. */
  chatId: number;
  /** Place of this event in the channel; null to technicians who are not in it. */
  seq: number | null;
  /** The event as a system message of the history. */
  message: MessagesMessage | null;
  /** As it is now. */
  session: LivechatSession;
}

export interface LivechatContextAccount {
  /** active or disabled. */
  status: string;
  /** Days since it was made. */
  age_days: number;
}

export interface LivechatContextChat {
  /** The live chat. */
  session_id: number;
  /** What it was about. */
  subject: string;
  /** Where it is in its life. */
  status: "pending" | "active" | "closed" | "abandoned" | "callback" | "completed";
  /** Who had it last. */
  agent_name: string | null;
  /** When it was started. */
  created_at: string;
  /** When it ended. */
  ended_at: string | null;
}

export interface LivechatContextCustomer {
  /** The client user. */
  id: number;
  /** As shown. */
  name: string;
  /** Theirs, or their contact's. */
  email: string | null;
  /** Their contact's. */
  phone: string | null;
  /** The id that a host platform knows them by. */
  external_id: string | null;
  /** Their language. */
  locale: string | null;
  /** Their contact. */
  contact_id: number | null;
  /** A visitor of whom nothing is known. */
  is_anonymous: boolean;
}

export interface LivechatContextDevice {
  /** The device. */
  id: number;
  /** Its name. */
  name: string;
  /** What it is. */
  kind: string;
  /** With its version. */
  operating_system: string | null;
  /** As its maker numbers it. */
  serial_number: string | null;
}

export interface LivechatContextOf {
  /** The live chat. */
  channel_id: number;
}

export interface LivechatContextOrganization {
  /** The organization. */
  id: number;
  /** Its name. */
  name: string;
  /** The id that a host platform knows it by. */
  external_id: string | null;
}

export interface LivechatContextTicket {
  /** The ticket. */
  id: number;
  /** As people name it. */
  number: number;
  /** What it is about. */
  title: string;
  /** Where it is. */
  status: string;
}

export interface LivechatConvertToTicketKeyed {
  /** The live chat. */
  channel_id: number;
  /** What it is about; the chat's subject if absent. */
  title?: string | null;
  /** Said before what the chat says. */
  description?: string | null;
  /** The chat's if absent. */
  priority?: "low" | "medium" | "high" | "urgent" | null;
  /** The board that it goes to; if absent, the only one that the technician may see. */
  board_id?: number | null;
  /** Who gets it; the chat's technician if absent. */
  assignee_id?: number | null;
  /** A template that is applied to it. */
  template_id?: number | null;
  /** What kind of thing it is. */
  classifications?: string[];
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface LivechatCustomer {
  /** The user. */
  id: number;
  /** As shown. */
  name: string;
  /** For technicians only. */
  email: string | null;
}

export interface LivechatCustomerContext {
  /** Who they are. */
  customer: LivechatContextCustomer;
  /** How many tickets they had before. */
  previous_tickets_count: number;
  /** How many chats they had before. */
  previous_chats_count: number;
  /** The newest ten of these. */
  previous_tickets: LivechatContextTicket[];
  /** The newest ten of these. */
  previous_chats: LivechatContextChat[];
  /** Open now. */
  active_tickets: LivechatContextTicket[];
  /** Their other chats that are open now. */
  active_chats: LivechatContextChat[];
  /** Their account. */
  account: LivechatContextAccount;
  /** Whom they work for; null if unknown. */
  organization: LivechatContextOrganization | null;
  /** What the chat is about, if they said so. */
  device: LivechatContextDevice | null;
  /** What they work with. */
  devices: LivechatContextDevice[];
  /** `metadata.browser` of the start, as sent. */
  browser: unknown | null;
  /** `metadata.page` (or `page_url`, `url`) of the start, as sent. */
  page: unknown | null;
}

export interface LivechatEndKeyed {
  /** The live chat. */
  channel_id: number;
  /** Whether the log of the chat's ticket gets what was said; if absent, it does. A chat from a ticket is always logged. For technicians. */
  save_transcript?: boolean | null;
  /** A ticket is made of the chat, unless it has one. For technicians. */
  create_ticket?: boolean;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface LivechatEnded {
  /** The live chat. */
  session_id: number;
  /** The same. */
  channel_id: number;
  /** The same, as older clients call it. */
  chatId: number;
  /** Place of this event in the channel; null to technicians who are not in it. */
  seq: number | null;
  /** The event as a system message of the history. */
  message: MessagesMessage | null;
  /** As it is now. */
  session: LivechatSession;
  /** By whom; null: by chatd. */
  ended_by: MessagesPerson | null;
  /** Why. */
  reason: "client" | "agent" | "idle" | "system";
}

export interface LivechatFocus {
  /** The live chat that is open before the technician; null: none. */
  channel_id?: number | null;
}

export interface LivechatJoinKeyed {
  /** The live chat. */
  channel_id: number;
  /** The last `seq` that the client holds: it gets what came after. Absent: the last 50 messages. */
  last_seq?: number | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface LivechatJoined {
  /** As it is now. */
  session: LivechatSession;
  /** Who is in it. */
  participants: LivechatParticipant[];
  /** After `last_seq`, or the last 50; ascending. */
  messages: MessagesMessage[];
  /** The last event that this answer covers; live events go on from here. */
  head_seq: number;
  /** For technicians: the private notes. Null for clients. */
  backstage: LivechatBackstageView | null;
}

export interface LivechatLastMessage {
  /** Its place. */
  seq: number;
  /** Whose. */
  sender_id: number;
  /** The first 200 characters. */
  content: string;
  /** When. */
  created_at: string;
}

export interface LivechatLinkTicketKeyed {
  /** The live chat. */
  channel_id: number;
  /** The ticket that it is about. */
  ticket_id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface LivechatListSessions {
  /** Only sessions in one of these states. */
  status?: ("pending" | "active" | "closed" | "abandoned" | "callback" | "completed")[];
  /** Only sessions of one of these priorities. */
  priority?: ("low" | "medium" | "high" | "urgent")[];
  /** Only sessions that came from one of these. */
  source?: ("support_page" | "ticket" | "widget" | "agent_app" | "api")[];
  /** Only those that their clients gave one of these scores. */
  rating?: ("1" | "2" | "3" | "4" | "5")[];
  /** Only those of this technician. */
  agent_id?: number | null;
  /** Only those of this client. */
  customer_id?: number | null;
  /** Only those of this team. */
  team_id?: number | null;
  /** Only those of this organization. */
  organization_id?: number | null;
  /** Only those that came by this chat config. */
  config_id?: string | null;
  /** Only those that ask for this skill. */
  skill?: string | null;
  /** Only those whose subject, client's name or notes contain this text, in any case. */
  q?: string | null;
  /** Only those that wait for a technician, or only those that do not. */
  queued?: boolean | null;
  /** Only those started at that time or later. */
  created_after?: string | null;
  /** Only those started before that time. */
  created_before?: string | null;
  /** `priority`: the most urgent first, then the oldest. `wait`: who waits longest, then who waited longest. `ended`: who ended last. */
  sort?: "newest" | "oldest" | "priority" | "wait" | "ended";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before. */
  cursor?: string | null;
}

export interface LivechatNewSession {
  /** The live chat. */
  session_id: number;
  /** The same. */
  channel_id: number;
  /** The same, as older clients call it. */
  chatId: number;
  /** All of it. */
  session: LivechatSession;
}

export interface LivechatOffered {
  /** The live chat. */
  session_id: number;
  /** The same. */
  channel_id: number;
  /** The same, as older clients call it. */
  chatId: number;
  /** For `chat:accept` and `chat:decline`. */
  offer_id: string;
  /** Then it goes to the next. */
  expires_at: string;
  /** All of it. */
  session: LivechatSession;
}

export interface LivechatOnSession {
  /** The live chat. */
  channel_id: number;
}

export interface LivechatOnSessionKeyed {
  /** The live chat. */
  channel_id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface LivechatParticipant {
  /** The user. */
  id: number;
  /** As shown. */
  name: string;
  /** Technician, client or AI agent. */
  kind: "technician" | "client" | "ai" | "system";
  /** A picture. */
  avatar_url: string | null;
  /** What they are in this chat. */
  role: "customer" | "agent" | "member" | "ai";
  /** Since when. */
  joined_at: string;
  /** How far they have read. */
  last_read_message_id: number | null;
}

export interface LivechatParticipantJoined {
  /** The live chat. */
  session_id: number;
  /** The same. */
  channel_id: number;
  /** The same, as older clients call it. */
  chatId: number;
  /** Place of this event in the channel; null to technicians who are not in it. */
  seq: number | null;
  /** The event as a system message of the history. */
  message: MessagesMessage | null;
  /** As it is now. */
  session: LivechatSession;
  /** Who. */
  user: MessagesPerson;
  /** The same, as the chat has them now. */
  participant: LivechatParticipant;
  /** Who brought them in. */
  by: MessagesPerson | null;
}

export interface LivechatParticipantLeft {
  /** The live chat. */
  session_id: number;
  /** The same. */
  channel_id: number;
  /** The same, as older clients call it. */
  chatId: number;
  /** Place of this event in the channel; null to technicians who are not in it. */
  seq: number | null;
  /** The event as a system message of the history. */
  message: MessagesMessage | null;
  /** As it is now. */
  session: LivechatSession;
  /** Who. */
  user: MessagesPerson;
}

export interface LivechatQueuePosition {
  /** The live chat. */
  session_id: number;
  /** The same. */
  channel_id: number;
  /** The same, as older clients call it. */
  chatId: number;
  /** From 1. */
  position: number;
  /** By how fast the queue of its team has moved within the last hour; null if nobody was taken. */
  estimated_wait_seconds: number | null;
}

export interface LivechatQueueStats {
  /** How many wait. */
  total: number;
  /** By priority. */
  by_priority: Record<string, number>;
  /** By team id; `none` for those without. */
  by_team: Record<string, number>;
  /** Seconds that the one who waits longest has waited. */
  longest_wait: number;
  /** Of each, in queue order, since it came into the queue. */
  waits: LivechatWait[];
}

export interface LivechatQueueUpdated {
  /** How many wait. */
  total: number;
  /** By priority. */
  by_priority: Record<string, number>;
  /** By team id. */
  by_team: Record<string, number>;
  /** Rises with each change. */
  version: number;
}

export interface LivechatRating {
  /** From 1, bad, to 5, good. */
  score: number;
  /** In their words. */
  comment: string | null;
  /** When they first did. */
  created_at: string;
  /** When they last did. */
  updated_at: string;
}

export interface LivechatResume {
  /** For each channel id the last `seq` that the client holds. */
  channels: Record<string, number>;
}

export interface LivechatResumed {
  /** By channel id. */
  channels: Record<string, LivechatResumedChannel>;
}

export interface LivechatResumedChannel {
  /** `resumed`: the missed events follow as pushes. `resync_required`: take the snapshot. `gone`: not yours any more. */
  status: "resumed" | "resync_required" | "gone";
  /** The last event that will have been sent. */
  head_seq: number | null;
  /** How far everybody has read. */
  cursors: MessagesCursor[];
  /** The chat as it is now, when too much was missed. */
  snapshot: LivechatJoined | null;
}

export interface LivechatSession {
  /** The live chat. */
  session_id: number;
  /** The same id, as a channel. */
  channel_id: number;
  /** The technicians' companion channel; null for clients. */
  backstage_id: number | null;
  /** Where it is in its life. */
  status: "pending" | "active" | "closed" | "abandoned" | "callback" | "completed";
  /** Who answers: nobody yet, an AI agent, a technician. */
  handled_by: "none" | "ai" | "agent";
  /** It waits for a technician, also while active (after the last one left). */
  queued: boolean;
  /** What it is about. */
  subject: string;
  /** How urgent it is. */
  priority: "low" | "medium" | "high" | "urgent";
  /** Skills asked for. */
  required_skills: string[];
  /** From the client, as sent. */
  metadata: Record<string, unknown>;
  /** Where it comes from. */
  source: "support_page" | "ticket" | "widget" | "agent_app" | "api";
  /** The client. */
  customer_id: number;
  /** The client, by name. */
  customer: LivechatCustomer;
  /** The technician who has it. */
  agent_id: number | null;
  /** The technician, by name. */
  agent: MessagesPerson | null;
  /** The team that shall answer. */
  team_id: number | null;
  /** Its ticket. */
  ticket_id: number | null;
  /** The device it is about. */
  device_id: number | null;
  /** The client's organization. */
  organization_id: number | null;
  /** When it was started. */
  created_at: string;
  /** When the first technician took it. */
  assigned_at: string | null;
  /** Seconds that the client waited for that, since the start or since they last took the chat up. */
  wait_time: number | null;
  /** When it ended. */
  ended_at: string | null;
  /** Since when the client is asked whether to wait on, leave or be called; null: they are not. */
  no_answer_at: string | null;
  /** How the client wants to be called, or wanted before they came back; null for clients. */
  callback: LivechatCallback | null;
  /** When an abandoned chat or a callback was dealt with. */
  completed_at: string | null;
  /** Who has done so. */
  completed_by: MessagesPerson | null;
  /** What the client said of it; null for clients. */
  rating: LivechatRating | null;
  /** Its place in the queue of its team, from 1, while it waits, in answers; `chat:queue_position` tells changes. */
  position: number | null;
  /** The newest message, in lists for technicians. */
  last_message: LivechatLastMessage | null;
  /** Messages of others that the caller has not read, in lists. */
  unread: number | null;
}

export interface LivechatSessionAssigned {
  /** The live chat. */
  session_id: number;
  /** The same. */
  channel_id: number;
  /** The same, as older clients call it. */
  chatId: number;
  /** Place of this event in the channel; null to technicians who are not in it. */
  seq: number | null;
  /** The event as a system message of the history. */
  message: MessagesMessage | null;
  /** As it is now. */
  session: LivechatSession;
  /** Who. */
  agent: MessagesPerson;
  /** The same as the room has them; null to technicians who are not in it. */
  participant: LivechatParticipant | null;
}

export interface LivechatSessionList {
  /** The sessions. */
  data: LivechatSession[];
  /** Goes on from here; null at the end. */
  next_cursor: string | null;
}

export interface LivechatSessionReply {
  /** As it is now. */
  session: LivechatSession;
  /** Of the event that changed it, if one did. */
  seq: number | null;
}

export interface LivechatStartKeyed {
  /** What it is about. */
  subject?: string;
  /** The client's first message; technicians say theirs when they have the chat. */
  message?: string | null;
  /** How urgent it is. */
  priority?: "low" | "medium" | "high" | "urgent";
  /** Skills that the technician should have. */
  required_skills?: string[];
  /** Anything about the client's page and browser; kept as it is. */
  metadata?: Record<string, unknown>;
  /** The team that shall answer; the chat config's if absent. */
  team_id?: number | null;
  /** The chat config it comes by; the visitor's own if absent. */
  config_id?: string | null;
  /** For whom: only technicians may start a chat for a client. */
  customer_id?: number | null;
  /** The client's ticket that it is about: the chat comes from it, and its log gets the transcript. */
  ticket_id?: number | null;
  /** The device that it is about: the client's, or their organization's. */
  device_id?: number | null;
  /** Where it comes from; `ticket` with a `ticket_id`. */
  source?: "support_page" | "ticket" | "widget" | "agent_app" | "api";
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface LivechatTicketLinked {
  /** The live chat. */
  session_id: number;
  /** The same. */
  channel_id: number;
  /** The same, as older clients call it. */
  chatId: number;
  /** Place of this event in the channel; null to technicians who are not in it. */
  seq: number | null;
  /** The event as a system message of the history. */
  message: MessagesMessage | null;
  /** As it is now. */
  session: LivechatSession;
  /** Which. */
  ticket: LivechatTicketName;
  /** Who linked it. */
  by: MessagesPerson;
}

export interface LivechatTicketName {
  /** The ticket. */
  id: number;
  /** As people name it. */
  number: number;
  /** What it is about. */
  title: string;
}

export interface LivechatTicketed {
  /** The chat's ticket. */
  ticket: TicketsTicket;
  /** As it is now. */
  session: LivechatSession;
  /** Of the event that linked it; null if it was so before. */
  seq: number | null;
}

export interface LivechatViewer {
  /** The technician. */
  id: number;
  /** As shown. */
  name: string;
  /** What they are writing. */
  writing: "none" | "reply" | "note";
}

export interface LivechatViewers {
  /** The live chat. */
  session_id: number;
  /** Its backstage. */
  channel_id: number;
  /** The live chat, as older clients call it. */
  chatId: number;
  /** By id. */
  viewers: LivechatViewer[];
}

export interface LivechatWait {
  /** Which. */
  session_id: number;
  /** Seconds so far. */
  wait: number;
}

export interface LivechatWorkload {
  /** The technician. */
  agent_id: number;
  /** How many chats they have. */
  active_chats: number;
  /** How many they take at once; null for no limit. */
  capacity: number | null;
  /** Chats by capacity, 1 is full; null without a limit. */
  utilization: number | null;
  /** How many more they can take; null without a limit. */
  available_slots: number | null;
  /** The chats, the oldest first. */
  chats: LivechatSession[];
}

export interface LivechatWorkloadOf {
  /** The technician. */
  agent_id: number;
}

export interface MessagesCursor {
  /** Whose. */
  user_id: number;
  /** The last message that they have read. */
  message_id: number | null;
}

export interface MessagesDeleted {
  /** Of the event; null when it was deleted already. */
  seq: number | null;
}

export interface MessagesEditKeyed {
  /** One's own message. */
  message_id: number;
  /** Its channel; if given, it must be that. */
  channel_id?: number | null;
  /** What it shall say; as for a new message. */
  content: string;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface MessagesFormer {
  /** Of the event that ended it. */
  seq: number;
  /** By whom. */
  editor: MessagesPerson;
  /** What it said until then. */
  content: string;
  /** When. */
  created_at: string;
}

export interface MessagesFormers {
  /** Oldest first. */
  data: MessagesFormer[];
}

export interface MessagesListMessages {
  /** The channel. */
  channel_id: number;
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before: goes on behind it. */
  cursor?: number | null;
  /** Scrolls back: the last messages with a smaller `seq`. */
  before?: number | null;
}

export interface MessagesMentioned {
  /** What it is about: `mention`. */
  kind: string;
  /** The live chat. */
  session_id: number | null;
  /** The channel. */
  channel_id: number;
  /** The live chat, as older clients call it. */
  chatId: number | null;
  /** The message. */
  message_id: number;
  /** Who wrote it. */
  by: MessagesPerson;
  /** How it begins. */
  text: string;
}

export interface MessagesMessage {
  /** Grows with time, but is no cursor: `seq` is. */
  id: number;
  /** Where it was posted. */
  channel_id: number;
  /** The live chat that the channel belongs to. */
  session_id: number | null;
  /** Its place among all durable events of the channel: 1, 2, 3 … */
  seq: number;
  /** Who wrote it. */
  sender: MessagesSender;
  /** What it is. */
  type: "text" | "file" | "kb_article" | "system_event" | "ai-assistant" | "command_result";
  /** Markdown as it was sent; to be made safe where it is shown. */
  content: string;
  /** Files. */
  attachments: FilesAttachment[];
  /** The article it shares, as it was then. */
  kb_article: KnowledgeSharedArticle | null;
  /** The message it answers. */
  reply_to: number | null;
  /** The users it names. */
  mentions: number[];
  /** How people reacted, in the order of the first of each. */
  reactions: MessagesReaction[];
  /** Who can see it: all in the chat, or technicians only. */
  visibility: "all" | "internal";
  /** The sender's key: sent again with it, a message is stored once. */
  client_id: string | null;
  /** Of a system event: what happened. */
  system: MessagesSystemEvent | null;
  /** When it was stored. */
  created_at: string;
  /** When it was changed. */
  edited_at: string | null;
  /** When it was deleted; its content is empty then. */
  deleted_at: string | null;
}

export interface MessagesMessageDeleted {
  /** The live chat. */
  session_id: number | null;
  /** The channel. */
  channel_id: number;
  /** The live chat, as older clients call it. */
  chatId: number | null;
  /** Place of this event in the channel. */
  seq: number;
  /** Which. */
  message_id: number;
  /** By whom. */
  by: MessagesPerson;
  /** When. */
  deleted_at: string;
}

export interface MessagesMessageList {
  /** Ascending by `seq`. */
  data: MessagesMessage[];
  /** Goes on from here: as `cursor`, or as `before` when scrolling back. Null at the end. */
  next_cursor: number | null;
}

export interface MessagesMessageUpdated {
  /** The live chat. */
  session_id: number | null;
  /** The channel. */
  channel_id: number;
  /** The live chat, as older clients call it. */
  chatId: number | null;
  /** Place of this event in the channel. */
  seq: number;
  /** As it is now. */
  message: MessagesMessage;
}

export interface MessagesNewMessage {
  /** The live chat. */
  session_id: number | null;
  /** The channel. */
  channel_id: number;
  /** The live chat, as older clients call it. */
  chatId: number | null;
  /** Place of this event in the channel. */
  seq: number;
  /** The message. */
  message: MessagesMessage;
}

export interface MessagesOnMessage {
  /** The message. */
  message_id: number;
  /** Its channel; if given, it must be that. */
  channel_id?: number | null;
}

export interface MessagesOnMessageKeyed {
  /** The message. */
  message_id: number;
  /** Its channel; if given, it must be that. */
  channel_id?: number | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface MessagesPerson {
  /** The user. */
  id: number;
  /** As shown. */
  name: string;
}

export interface MessagesReactKeyed {
  /** The message. */
  message_id: number;
  /** Its channel; if given, it must be that. */
  channel_id?: number | null;
  /** One emoji. */
  emoji: string;
  /** Take it back. */
  remove?: boolean;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface MessagesReacted {
  /** The live chat. */
  session_id: number | null;
  /** The channel. */
  channel_id: number;
  /** The live chat, as older clients call it. */
  chatId: number | null;
  /** Place of this event in the channel. */
  seq: number;
  /** To which. */
  message_id: number;
  /** Who. */
  user: MessagesPerson;
  /** How. */
  emoji: string;
  /** Whether it was taken back. */
  removed: boolean;
  /** All reactions to the message as they are now. */
  reactions: MessagesReaction[];
}

export interface MessagesReaction {
  /** Which. */
  emoji: string;
  /** How many. */
  count: number;
  /** Who, the first ones first. */
  user_ids: number[];
}

export interface MessagesRevised {
  /** As it is now. */
  message: MessagesMessage;
  /** Of the event; null when it was so already. */
  seq: number | null;
}

export interface MessagesSeen {
  /** Where. */
  channel_id: number;
  /** The last message that was read. */
  message_id: number;
}

export interface MessagesSeenUpTo {
  /** The live chat. */
  session_id: number | null;
  /** The channel. */
  channel_id: number;
  /** The live chat, as older clients call it. */
  chatId: number | null;
  /** Who. */
  user_id: number;
  /** The last message that they have read. */
  message_id: number;
}

export interface MessagesSend {
  /** The channel to post in. */
  channel_id: number;
  /** What it is: `text`, `file` with attachments, or `kb_article`, which technicians share. */
  type?: "text" | "file" | "kb_article" | "system_event" | "ai-assistant" | "command_result";
  /** Markdown (CommonMark, no raw HTML); at most `limits.message_bytes`, 16 KiB by default. May be left out beside files; without any, an article is its title. */
  content?: string;
  /** A UUID of the sender's: sent again with it, after any failure, it is stored once. */
  client_id?: string | null;
  /** A message of the same channel that this one answers. */
  reply_to?: number | null;
  /** Users whom it names, of those who can read it; they are notified. */
  mentions?: number[];
  /** `internal`: a private note, which goes to the live chat's backstage; for technicians. */
  visibility?: "all" | "internal";
  /** Of `kb_article`: which; a client is shown only published ones for clients. */
  kb_article_id?: number | null;
  /** Files that one has uploaded and not sent yet. */
  attachment_ids?: number[];
  /** The url of such a file, as the upload answered it. */
  attachment_url?: string | null;
}

export interface MessagesSender {
  /** The user. */
  id: number;
  /** As shown. */
  name: string;
  /** Technician, client, AI agent or the system. */
  kind: "technician" | "client" | "ai" | "system";
  /** A picture. */
  avatar_url: string | null;
}

export interface MessagesSent {
  /** As it is stored. */
  message: MessagesMessage;
  /** Its place in the channel. */
  seq: number;
  /** It had been stored before, under the same client_id. */
  replayed: boolean;
}

export interface MessagesSystemEvent {
  /** What happened: accepted, joined, left, ended … */
  code: string;
  /** Who and why, by code. */
  params: Record<string, unknown>;
}

export interface MessagesTyping {
  /** Where. */
  channel_id: number;
  /** False ends it; otherwise it ends by itself after 6 s. */
  is_typing?: boolean;
}

export interface MessagesTypingNow {
  /** The live chat. */
  session_id: number | null;
  /** The channel. */
  channel_id: number;
  /** The live chat, as older clients call it. */
  chatId: number | null;
  /** Who. */
  user: MessagesPerson;
  /** Whether they are writing. */
  is_typing: boolean;
}

export interface OpsAuditEntry {
  /** Grows with time. */
  id: number;
  /** When. */
  at: string;
  /** Who; null: chatd itself. */
  actor_id: number | null;
  /** As they are called now. */
  actor_name: string | null;
  /** The operation, by name. */
  action: string;
  /** What it was done to: the kind … */
  object_kind: string | null;
  /** … and which. */
  object_id: number | null;
  /** What was changed, without secrets. */
  details: unknown | null;
  /** From where. */
  ip: string | null;
  /** As in the log of the daemon. */
  request_id: string | null;
}

export interface OpsAuditList {
  /** The newest first. */
  data: OpsAuditEntry[];
  /** Goes on from here; null at the end. */
  next_cursor: number | null;
}

export interface OpsListAudit {
  /** Only by them. */
  actor_id?: number | null;
  /** Only this operation: `teams:update`. */
  action?: string | null;
  /** Only of this kind. */
  object_kind?: string | null;
  /** Only this one. */
  object_id?: number | null;
  /** Only since then. */
  after?: string | null;
  /** Only before. */
  before?: string | null;
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before. */
  cursor?: number | null;
}

export interface PresenceActivity {
  /** As it is now: activity does not change it. */
  status: "online" | "away" | "busy" | "do_not_respond" | "offline";
  /** Of this sign-in; null for tokens of a host platform. */
  last_activity_at: string | null;
}

export interface PresenceSetStatusKeyed {
  /** `do_not_respond` and `offline` get no new chats. */
  status: "online" | "away" | "busy" | "do_not_respond" | "offline";
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface PresenceStatusChanged {
  /** Who. */
  user_id: number;
  /** As shown. */
  name: string;
  /** Chosen by them. */
  status: "online" | "away" | "busy" | "do_not_respond" | "offline";
}

export interface PresenceStatusReply {
  /** As it is now. */
  status: "online" | "away" | "busy" | "do_not_respond" | "offline";
}

export interface QueueDeclineKeyed {
  /** The live chat. */
  channel_id: number;
  /** The offer, as `chat:offer` named it. */
  offer_id: string;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface QueueOfferWithdrawn {
  /** The live chat. */
  session_id: number;
  /** The same. */
  channel_id: number;
  /** The same, as older clients call it. */
  chatId: number;
  /** Which offer. */
  offer_id: string;
  /** `expired`; `declined`, maybe on another device; `unavailable`: the technician cannot take it any more; `taken`: somebody with chat.assign gave it to another; `gone`: the client left. */
  reason: "accepted" | "declined" | "expired" | "unavailable" | "taken" | "gone";
}

export interface QueueSnoozeKeyed {
  /** The live chat. */
  channel_id: number;
  /** Then it rings again, if it waits still. */
  minutes: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface QueueSnoozed {
  /** Then it rings again, if it waits still. */
  ends_at: string;
}

export interface RecordsSyncProblem {
  /** One of the documented codes. */
  code: string;
  /** For people. */
  message: string;
  /** The first field that is wrong; null if it is none. */
  field: string | null;
}

export interface RecordsSyncResult {
  /** As it was given; null if it was not. */
  external_id: string | null;
  /** The record; null if there is none. */
  id: number | null;
  /** What was done. */
  status: "created" | "updated" | "unchanged" | "error";
  /** Why nothing was done. */
  error: RecordsSyncProblem | null;
}

export interface RecordsSynced {
  /** One for each record, in their order. */
  data: RecordsSyncResult[];
}

export interface ResponseReplyReminder {
  /** The live chat. */
  session_id: number;
  /** The same. */
  channel_id: number;
  /** The same, as older clients call it. */
  chatId: number;
  /** Then the chat goes back into the queue. */
  returns_at: string;
}

export interface SearchFoundArticle {
  /** The article. */
  id: number;
  /** What it is about. */
  title: string;
  /** Its name in addresses. */
  slug: string;
  /** A sentence or two, Markdown. */
  summary: string;
  /** draft or published. */
  status: string;
  /** client or internal. */
  audience: string;
  /** Where clients read it. */
  url: string | null;
  /** Its language. */
  language: string | null;
  /** Words that it is filed under. */
  tags: string[];
  /** When it was last changed. */
  updated_at: string;
  /** What of it was meant, with what is around it. */
  excerpt: SearchPiece[];
}

export interface SearchFoundArticles {
  /** In the order asked for. */
  data: SearchFoundArticle[];
  /** Goes on from here; null at the end. */
  next_cursor: string | null;
}

export interface SearchFoundMessage {
  /** As it is now. */
  message: MessagesMessage;
  /** What of it was meant, with what is around it. */
  excerpt: SearchPiece[];
  /** Of its live chat. */
  subject: string | null;
  /** The client of its live chat. */
  customer: MessagesPerson | null;
}

export interface SearchFoundMessages {
  /** In the order asked for. */
  data: SearchFoundMessage[];
  /** Goes on from here; null at the end. */
  next_cursor: string | null;
}

export interface SearchFoundNote {
  /** The note. */
  id: number;
  /** The live chat that it is about. */
  session_id: number;
  /** Who wrote it. */
  author: MessagesPerson;
  /** The client of the chat. */
  customer: MessagesPerson;
  /** As it is now. */
  text: string;
  /** Of the chat. */
  subject: string;
  /** Of the chat. */
  status: "pending" | "active" | "closed" | "abandoned" | "callback" | "completed";
  /** When it was written. */
  created_at: string;
  /** When it was last changed. */
  edited_at: string | null;
  /** What of it was meant, with what is around it. */
  excerpt: SearchPiece[];
}

export interface SearchFoundNotes {
  /** In the order asked for. */
  data: SearchFoundNote[];
  /** Goes on from here; null at the end. */
  next_cursor: string | null;
}

export interface SearchFoundSession {
  /** As it is now. */
  session: LivechatSession;
  /** What of its subject, its client and its organization was meant. */
  excerpt: SearchPiece[];
}

export interface SearchFoundSessions {
  /** In the order asked for. */
  data: SearchFoundSession[];
  /** Goes on from here; null at the end. */
  next_cursor: string | null;
}

export interface SearchPiece {
  /** As it was written, to be shown as text. */
  text: string;
  /** Whether it is what was looked for. */
  hit: boolean;
}

export interface SearchSearchArticles {
  /** Words that must all be there; `"in quotes"`: in this order; `-word`: must not be there. */
  q: string;
  /** `prefix`: words that begin so. `word`: whole words. `substring`: words that contain it; three bytes or more. */
  match?: "prefix" | "word" | "substring";
  /** `relevance` puts the best of the newest few hundred first. */
  sort?: "newest" | "relevance";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before, to the same question. */
  cursor?: string | null;
}

export interface SearchSearchMessages {
  /** Words that must all be there; `"in quotes"`: in this order; `-word`: must not be there. */
  q: string;
  /** `prefix`: words that begin so. `word`: whole words. `substring`: words that contain it; three bytes or more. */
  match?: "prefix" | "word" | "substring";
  /** `relevance` puts the best of the newest few hundred first. */
  sort?: "newest" | "relevance";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before, to the same question. */
  cursor?: string | null;
  /** Only in this chat; for technicians, its backstage too. */
  channel_id?: number | null;
}

export interface SearchSearchNotes {
  /** Words that must all be there; `"in quotes"`: in this order; `-word`: must not be there. */
  q: string;
  /** `prefix`: words that begin so. `word`: whole words. `substring`: words that contain it; three bytes or more. */
  match?: "prefix" | "word" | "substring";
  /** `relevance` puts the best of the newest few hundred first. */
  sort?: "newest" | "relevance";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before, to the same question. */
  cursor?: string | null;
}

export interface SearchSearchSessions {
  /** Words that must all be there; `"in quotes"`: in this order; `-word`: must not be there. */
  q: string;
  /** `prefix`: words that begin so. `word`: whole words. `substring`: words that contain it; three bytes or more. */
  match?: "prefix" | "word" | "substring";
  /** `relevance` puts the best of the newest few hundred first. */
  sort?: "newest" | "relevance";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before, to the same question. */
  cursor?: string | null;
  /** Only in these states; absent: all. */
  status?: ("pending" | "active" | "closed" | "abandoned" | "callback" | "completed")[];
}

export interface TicketsApplyTemplateKeyed {
  /** The ticket. */
  id: number;
  /** What is applied to it. */
  template_id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface TicketsGetTranscript {
  /** The live chat. */
  channel_id: number;
  /** text/plain, text/html or application/json. */
  format?: "text" | "html" | "json";
  /** One that was kept; absent: that of the last closing, or of a running chat what has been said so far. */
  transcript_id?: number | null;
}

export interface TicketsTicket {
  /** The ticket. */
  id: number;
  /** As people name it: 1, 2, 3 … of the tenant. */
  number: number;
  /** What it is about. */
  title: string;
  /** What is wrong, or wanted. */
  description?: string;
  /** Where it is in its life. */
  status?: "new" | "open" | "waiting" | "resolved" | "closed";
  /** How urgent it is. */
  priority?: "low" | "medium" | "high" | "urgent";
  /** The board that it is on. */
  board_id?: number | null;
  /** The client organization. */
  organization_id?: number | null;
  /** Whose it is. */
  contact_id?: number | null;
  /** The technician who has it. */
  assignee_id?: number | null;
  /** The devices that it is about. */
  device_ids?: number[];
  /** What kind of thing it is, from the general to the particular. */
  classifications?: string[];
  /** The live chat that it was made of. */
  session_id?: number | null;
  /** The id that a host platform knows it by. */
  external_id?: string | null;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

export interface TicketsTicketBatch {
  /** The records. */
  data: TicketsTicket[];
}

export interface TicketsTicketChangeKeyed {
  /** The ticket. */
  id: number;
  /** What it is about. */
  title?: string;
  /** What is wrong, or wanted. */
  description?: string;
  /** Where it is in its life. */
  status?: "new" | "open" | "waiting" | "resolved" | "closed";
  /** How urgent it is. */
  priority?: "low" | "medium" | "high" | "urgent";
  /** The board that it is on. */
  board_id?: number | null;
  /** The client organization. */
  organization_id?: number | null;
  /** Whose it is. */
  contact_id?: number | null;
  /** The technician who has it. */
  assignee_id?: number | null;
  /** The devices that it is about. */
  device_ids?: number[];
  /** What kind of thing it is, from the general to the particular. */
  classifications?: string[];
  /** The id that a host platform knows it by. */
  external_id?: string | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface TicketsTicketCreateKeyed {
  /** What it is about. */
  title: string;
  /** What is wrong, or wanted. */
  description?: string;
  /** Where it is in its life. */
  status?: "new" | "open" | "waiting" | "resolved" | "closed";
  /** How urgent it is. */
  priority?: "low" | "medium" | "high" | "urgent";
  /** The board that it is on. */
  board_id?: number | null;
  /** The client organization. */
  organization_id?: number | null;
  /** Whose it is. */
  contact_id?: number | null;
  /** The technician who has it. */
  assignee_id?: number | null;
  /** The devices that it is about. */
  device_ids?: number[];
  /** What kind of thing it is, from the general to the particular. */
  classifications?: string[];
  /** The id that a host platform knows it by. */
  external_id?: string | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface TicketsTicketFilter {
  /** Only records that contain this text, in any case. */
  q?: string;
  /** The order: by name, by creation, or by the last change. */
  sort?: "name" | "newest" | "oldest" | "changed";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before. */
  cursor?: string | null;
  /** As people name it: 1, 2, 3 … of the tenant. */
  number?: number;
  /** Where it is in its life. */
  status?: "new" | "open" | "waiting" | "resolved" | "closed";
  /** How urgent it is. */
  priority?: "low" | "medium" | "high" | "urgent";
  /** The board that it is on. */
  board_id?: number | null;
  /** The client organization. */
  organization_id?: number | null;
  /** Whose it is. */
  contact_id?: number | null;
  /** The technician who has it. */
  assignee_id?: number | null;
  /** The live chat that it was made of. */
  session_id?: number | null;
  /** The id that a host platform knows it by. */
  external_id?: string | null;
}

export interface TicketsTicketId {
  /** The ticket. */
  id: number;
}

export interface TicketsTicketIdKeyed {
  /** The ticket. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface TicketsTicketList {
  /** The records. */
  data: TicketsTicket[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface TicketsTicketTask {
  /** The task. */
  id: number;
  /** Its ticket; not changed later. */
  ticket_id: number;
  /** What is to be done. */
  title: string;
  /** Whether it is done, or will not be. */
  status: "open" | "done" | "skipped";
  /** The technician who does it. */
  assignee_id: number | null;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

export interface TicketsTicketTaskChangeKeyed {
  /** The task. */
  id: number;
  /** What is to be done. */
  title?: string;
  /** Whether it is done, or will not be. */
  status?: "open" | "done" | "skipped";
  /** The technician who does it. */
  assignee_id?: number | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface TicketsTicketTaskCreateKeyed {
  /** Its ticket; not changed later. */
  ticket_id: number;
  /** What is to be done. */
  title: string;
  /** Whether it is done, or will not be. */
  status?: "open" | "done" | "skipped";
  /** The technician who does it. */
  assignee_id?: number | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface TicketsTicketTaskFilter {
  /** Only records that contain this text, in any case. */
  q?: string;
  /** The order: by name, by creation, or by the last change. */
  sort?: "name" | "newest" | "oldest" | "changed";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before. */
  cursor?: string | null;
  /** Its ticket; not changed later. */
  ticket_id?: number;
  /** Whether it is done, or will not be. */
  status?: "open" | "done" | "skipped";
  /** The technician who does it. */
  assignee_id?: number | null;
}

export interface TicketsTicketTaskId {
  /** The task. */
  id: number;
}

export interface TicketsTicketTaskIdKeyed {
  /** The task. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface TicketsTicketTaskList {
  /** The records. */
  data: TicketsTicketTask[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface TicketsTicketTemplate {
  /** The template. */
  id: number;
  /** What it is called. */
  name: string;
  /** What is added to the description of a ticket: questions, a check list. */
  description: string;
  /** The priority that a ticket gets; null: it keeps its own. */
  priority: "low" | "medium" | "high" | "urgent" | null;
  /** The board that a ticket goes to; null: it stays. */
  board_id: number | null;
  /** What a ticket is classified as, beside what it is. */
  classifications: string[];
  /** The titles of tasks that a ticket gets. */
  tasks: string[];
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

export interface TicketsTicketTemplateChangeKeyed {
  /** The template. */
  id: number;
  /** What it is called. */
  name?: string;
  /** What is added to the description of a ticket: questions, a check list. */
  description?: string;
  /** The priority that a ticket gets; null: it keeps its own. */
  priority?: "low" | "medium" | "high" | "urgent" | null;
  /** The board that a ticket goes to; null: it stays. */
  board_id?: number | null;
  /** What a ticket is classified as, beside what it is. */
  classifications?: string[];
  /** The titles of tasks that a ticket gets. */
  tasks?: string[];
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface TicketsTicketTemplateCreateKeyed {
  /** What it is called. */
  name: string;
  /** What is added to the description of a ticket: questions, a check list. */
  description?: string;
  /** The priority that a ticket gets; null: it keeps its own. */
  priority?: "low" | "medium" | "high" | "urgent" | null;
  /** The board that a ticket goes to; null: it stays. */
  board_id?: number | null;
  /** What a ticket is classified as, beside what it is. */
  classifications?: string[];
  /** The titles of tasks that a ticket gets. */
  tasks?: string[];
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface TicketsTicketTemplateFilter {
  /** Only records that contain this text, in any case. */
  q?: string;
  /** The order: by name, by creation, or by the last change. */
  sort?: "name" | "newest" | "oldest" | "changed";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before. */
  cursor?: string | null;
  /** The board that a ticket goes to; null: it stays. */
  board_id?: number | null;
}

export interface TicketsTicketTemplateId {
  /** The template. */
  id: number;
}

export interface TicketsTicketTemplateIdKeyed {
  /** The template. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface TicketsTicketTemplateList {
  /** The records. */
  data: TicketsTicketTemplate[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface TicketsTicketUpdate {
  /** The update. */
  id: number;
  /** Its ticket; not changed later. */
  ticket_id: number;
  /** What somebody wrote, or what was said in a live chat. */
  kind: "note" | "transcript";
  /** Who wrote it; null: chatd, when a chat ended. */
  author_id: number | null;
  /** For technicians only. */
  is_internal: boolean;
  /** What it is about. */
  title: string;
  /** Markdown; a transcript is plain text. */
  content: string;
  /** Of a transcript: the live chat. */
  session_id: number | null;
  /** Of a transcript: the whole of it as text, HTML and JSON. */
  files: TicketsUpdateFile[];
  /** Of a transcript: the files of the chat. */
  attachment_ids: number[];
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

export interface TicketsTicketUpdateChangeKeyed {
  /** The update. */
  id: number;
  /** For technicians only. */
  is_internal?: boolean;
  /** What it is about. */
  title?: string;
  /** Markdown; a transcript is plain text. */
  content?: string;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface TicketsTicketUpdateCreateKeyed {
  /** Its ticket; not changed later. */
  ticket_id: number;
  /** For technicians only. */
  is_internal?: boolean;
  /** What it is about. */
  title?: string;
  /** Markdown; a transcript is plain text. */
  content: string;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface TicketsTicketUpdateFilter {
  /** Only records that contain this text, in any case. */
  q?: string;
  /** The order: by name, by creation, or by the last change. */
  sort?: "name" | "newest" | "oldest" | "changed";
  /** How many at most. */
  limit?: number;
  /** The `next_cursor` of the answer before. */
  cursor?: string | null;
  /** Its ticket; not changed later. */
  ticket_id?: number;
  /** What somebody wrote, or what was said in a live chat. */
  kind?: "note" | "transcript";
  /** For technicians only. */
  is_internal?: boolean;
  /** Who wrote it; null: chatd, when a chat ended. */
  author_id?: number | null;
  /** Of a transcript: the live chat. */
  session_id?: number | null;
}

export interface TicketsTicketUpdateId {
  /** The update. */
  id: number;
}

export interface TicketsTicketUpdateIdKeyed {
  /** The update. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface TicketsTicketUpdateList {
  /** The records. */
  data: TicketsTicketUpdate[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface TicketsUpdateFile {
  /** What it is saved as. */
  name: string;
  /** What it is. */
  content_type: string;
  /** Where it is got, by REST. */
  url: string;
}

export interface WaitingAddSessionNoteKeyed {
  /** The live chat. */
  channel_id: number;
  /** Markdown. */
  text: string;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface WaitingCompleteKeyed {
  /** The live chat. */
  channel_id: number;
  /** What was done to reply to the client. */
  note?: string | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface WaitingCompleted {
  /** As it is now. */
  session: LivechatSession;
  /** As it is kept. */
  note: WaitingSessionNote | null;
  /** Of the event. */
  seq: number;
}

export interface WaitingCompletedNow {
  /** The live chat. */
  session_id: number;
  /** The same. */
  channel_id: number;
  /** The same, as older clients call it. */
  chatId: number;
  /** Place of this event in the channel; null to technicians who are not in it. */
  seq: number | null;
  /** The event as a system message of the history. */
  message: MessagesMessage | null;
  /** As it is now. */
  session: LivechatSession;
  /** Who has done so. */
  by: MessagesPerson;
}

export interface WaitingEditSessionNoteKeyed {
  /** The live chat. */
  channel_id: number;
  /** The note. */
  note_id: number;
  /** What it says from now on. */
  text: string;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface WaitingNoAnswer {
  /** The live chat. */
  session_id: number;
  /** The same. */
  channel_id: number;
  /** The same, as older clients call it. */
  chatId: number;
  /** What the client may do. */
  options: ("keep_waiting" | "leave" | "callback")[];
  /** As it is now. */
  session: LivechatSession;
}

export interface WaitingOnSessionNoteKeyed {
  /** The live chat. */
  channel_id: number;
  /** The note. */
  note_id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface WaitingRequestCallbackKeyed {
  /** The live chat. */
  channel_id: number;
  /** The number to call. */
  phone: string;
  /** When they would like it. */
  preferred_at?: string | null;
  /** What the technician should know. */
  note?: string | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface WaitingSessionNote {
  /** The note. */
  id: number;
  /** The live chat. */
  session_id: number;
  /** Who wrote it. */
  author: MessagesPerson;
  /** Markdown. */
  text: string;
  /** When. */
  created_at: string;
  /** When it was last changed. */
  edited_at: string | null;
  /** By whom. */
  edited_by: MessagesPerson | null;
}

export interface WaitingSessionNotes {
  /** In the order in which they were written. */
  data: WaitingSessionNote[];
}

/** What a client sends, by event. */
export interface Requests {
  "auth:refresh": AccountsRenew;
  "agent:set_status": PresenceSetStatusKeyed;
  "agent:status": ApiNothing;
  "agent:activity_ping": ApiNothing;
  "files:link": FilesOnAttachment;
  "chat:send_message": MessagesSend;
  "chat-message": Record<string, unknown>;
  "chat:messages": MessagesListMessages;
  "chat:typing": MessagesTyping;
  "chat:seen": MessagesSeen;
  "chat:edit_message": MessagesEditKeyed;
  "chat:delete_message": MessagesOnMessageKeyed;
  "chat:react": MessagesReactKeyed;
  "chat:message_edits": MessagesOnMessage;
  "chat:decline": QueueDeclineKeyed;
  "chat:snooze": QueueSnoozeKeyed;
  "chat:add_note": LivechatAddNote;
  "chat:focus": LivechatFocus;
  "chat:start": LivechatStartKeyed;
  "chat:accept": LivechatAcceptKeyed;
  "chat:assign": LivechatAssignKeyed;
  "chat:join": LivechatJoinKeyed;
  "chat:resume": LivechatResume;
  "chat:leave": LivechatOnSessionKeyed;
  "chat:end": LivechatEndKeyed;
  "chat:session": LivechatOnSession;
  "chat:agent_sessions": LivechatAgentSessions;
  "chat:my_sessions": LivechatAgentSessions;
  "queue:stats": ApiNothing;
  "chat:customer_context": LivechatContextOf;
  "agent:workload": LivechatWorkloadOf;
  "chat:all_sessions": LivechatListSessions;
  "chat:keep_waiting": LivechatOnSession;
  "chat:request_callback": WaitingRequestCallbackKeyed;
  "chat:abandon": LivechatOnSessionKeyed;
  "chat:complete": WaitingCompleteKeyed;
  "chat:session_notes": LivechatOnSession;
  "chat:add_session_note": WaitingAddSessionNoteKeyed;
  "chat:edit_session_note": WaitingEditSessionNoteKeyed;
  "chat:delete_session_note": WaitingOnSessionNoteKeyed;
  "chat:use_canned_response": ConversationUseCanned;
  "chat:rate": ConversationRateChatKeyed;
  "chat:invite": ConversationInviteKeyed;
  "chat:transfer": ConversationTransferChatKeyed;
  "chat:transfers": ConversationTransfersOf;
  "chat:convert_to_ticket": LivechatConvertToTicketKeyed;
  "chat:link_ticket": LivechatLinkTicketKeyed;
  "search:messages": SearchSearchMessages;
  "search:sessions": SearchSearchSessions;
  "search:notes": SearchSearchNotes;
  "search:kb": SearchSearchArticles;
  "commands:list": ApiNothing;
  "chat:command": CommandsRunCommand;
}

/** The data of its ack, by event. */
export interface Replies {
  "auth:refresh": AccountsRenewed;
  "agent:set_status": PresenceStatusReply;
  "agent:status": PresenceStatusReply;
  "agent:activity_ping": PresenceActivity;
  "files:link": FilesLinked;
  "chat:send_message": MessagesSent;
  "chat-message": MessagesSent;
  "chat:messages": MessagesMessageList;
  "chat:typing": ApiNothing;
  "chat:seen": ApiNothing;
  "chat:edit_message": MessagesRevised;
  "chat:delete_message": MessagesDeleted;
  "chat:react": MessagesRevised;
  "chat:message_edits": MessagesFormers;
  "chat:decline": ApiNothing;
  "chat:snooze": QueueSnoozed;
  "chat:add_note": MessagesSent;
  "chat:focus": ApiNothing;
  "chat:start": LivechatSessionReply;
  "chat:accept": LivechatSessionReply;
  "chat:assign": LivechatSessionReply;
  "chat:join": LivechatJoined;
  "chat:resume": LivechatResumed;
  "chat:leave": LivechatSessionReply;
  "chat:end": LivechatSessionReply;
  "chat:session": LivechatSessionReply;
  "chat:agent_sessions": LivechatSessionList;
  "chat:my_sessions": LivechatSessionList;
  "queue:stats": LivechatQueueStats;
  "chat:customer_context": LivechatCustomerContext;
  "agent:workload": LivechatWorkload;
  "chat:all_sessions": LivechatSessionList;
  "chat:keep_waiting": LivechatSessionReply;
  "chat:request_callback": LivechatSessionReply;
  "chat:abandon": LivechatSessionReply;
  "chat:complete": WaitingCompleted;
  "chat:session_notes": WaitingSessionNotes;
  "chat:add_session_note": WaitingSessionNote;
  "chat:edit_session_note": WaitingSessionNote;
  "chat:delete_session_note": ApiNothing;
  "chat:use_canned_response": MessagesSent;
  "chat:rate": ConversationRatedReply;
  "chat:invite": LivechatSessionReply;
  "chat:transfer": ConversationTransferReply;
  "chat:transfers": ConversationTransferList;
  "chat:convert_to_ticket": LivechatTicketed;
  "chat:link_ticket": LivechatTicketed;
  "search:messages": SearchFoundMessages;
  "search:sessions": SearchFoundSessions;
  "search:notes": SearchFoundNotes;
  "search:kb": SearchFoundArticles;
  "commands:list": CommandsCommandList;
  "chat:command": CommandsCommandReply;
}

/** What a client is sent, by event. */
export interface Pushes {
  /** A technician's status has changed. To the technicians of the tenant. */
  "agent:status": PresenceStatusChanged;
  /** A message was posted. */
  "chat:new_message": MessagesNewMessage;
  /** Somebody began or stopped to write. Not kept. */
  "chat:typing": MessagesTypingNow;
  /** Somebody has read up to a message. The cursor is kept, and never goes back. */
  "chat:seen": MessagesSeenUpTo;
  /** Somebody named one in a message. */
  "notification": MessagesMentioned;
  /** A message says something else now. */
  "chat:message_updated": MessagesMessageUpdated;
  /** A message was deleted: it stays in its place, empty. */
  "chat:message_deleted": MessagesMessageDeleted;
  /** Somebody reacted to a message, or took it back. */
  "chat:reaction": MessagesReacted;
  /** An offer is over; not told to who accepted it. Not kept. */
  "chat:offer_withdrawn": QueueOfferWithdrawn;
  /** Who has the chat open, and who is writing. To technicians; not kept. */
  "chat:viewers": LivechatViewers;
  /** A client waits for a technician. To every eligible technician, and to the client's other connections. */
  "chat:new_session": LivechatNewSession;
  /** A chat waits for this technician alone until then: accept or decline it. Also on connecting, while it runs. Not kept. */
  "chat:offer": LivechatOffered;
  /** A technician has taken the chat. */
  "chat:session_assigned": LivechatSessionAssigned;
  /** Somebody came into the chat. */
  "chat:participant_joined": LivechatParticipantJoined;
  /** Somebody left the chat. */
  "chat:participant_left": LivechatParticipantLeft;
  /** The chat is over. */
  "chat:ended": LivechatEnded;
  /** The client has gone before anybody came. To the room, and to technicians. */
  "chat:abandoned": LivechatAbandoned;
  /** The client wants to be called. To the room, and with `session.callback` to technicians; to these again when the office opens, if it was outside its hours. */
  "chat:callback_requested": LivechatCallbackRequested;
  /** The chat is as `session` says: it waits again, since the client came back, and no technician is in it any more; or it waits on. */
  "chat:channel_updated": LivechatChannelUpdated;
  /** The queue has changed. To technicians, within their scope, at most once a second. */
  "queue-updated": LivechatQueueUpdated;
  /** Where the client is in the queue. Not kept. */
  "chat:queue_position": LivechatQueuePosition;
  /** The client waits for a first answer of this technician; then for somebody else. Not kept. */
  "chat:reply_reminder": ResponseReplyReminder;
  /** No technician has come yet: to the waiting client, who may wait on, leave, or ask to be called. Not kept; `session.no_answer_at` says that it was asked. */
  "chat:no_answer": WaitingNoAnswer;
  /** An abandoned chat or a callback has been dealt with. To the room, and to technicians. */
  "chat:completed": WaitingCompletedNow;
  /** The client has rated the chat, or has changed that. To technicians, and to the client's other connections. */
  "chat:rated": ConversationRated;
  /** The chat is being handed over, was handed over at once, or has come back: `transfer.state`. Who accepts it is told by chat:session_assigned. */
  "chat:transferred": ConversationTransferred;
  /** The chat has a ticket from now on. */
  "ticket:linked": LivechatTicketLinked;
  /** The first push on every connection. */
  "hello": AppHello;
  /** The daemon is going down: come back after that time, elsewhere or here. */
  "server:draining": AppDraining;
  /** The token ends soon: send `auth:refresh` with a new one. */
  "auth:expiring": AppExpiring;
}
