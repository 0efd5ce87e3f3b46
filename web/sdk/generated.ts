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
  /** The week and the time zone; null: always open. */
  office_hours: unknown | null;
  /** Whether somebody answers now. */
  open: boolean;
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

export interface DirectoryAnonymousNamespaceAgreement {
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

export interface DirectoryAnonymousNamespaceAgreementChangeKeyed {
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

export interface DirectoryAnonymousNamespaceAgreementCreateKeyed {
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

export interface DirectoryAnonymousNamespaceAgreementFilter {
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

export interface DirectoryAnonymousNamespaceAgreementId {
  /** The agreement. */
  id: number;
}

export interface DirectoryAnonymousNamespaceAgreementIdKeyed {
  /** The agreement. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceAgreementList {
  /** The records. */
  data: DirectoryAnonymousNamespaceAgreement[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface DirectoryAnonymousNamespaceBoard {
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

export interface DirectoryAnonymousNamespaceBoardChangeKeyed {
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

export interface DirectoryAnonymousNamespaceBoardCreateKeyed {
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

export interface DirectoryAnonymousNamespaceBoardFilter {
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

export interface DirectoryAnonymousNamespaceBoardId {
  /** The board. */
  id: number;
}

export interface DirectoryAnonymousNamespaceBoardIdKeyed {
  /** The board. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceBoardList {
  /** The records. */
  data: DirectoryAnonymousNamespaceBoard[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface DirectoryAnonymousNamespaceChatConfig {
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
  /** `time_zone`, `week`, `holidays`; null is always open. */
  office_hours: Record<string, unknown> | null;
  /** What a visitor is offered outside them. */
  after_hours: "refuse" | "callback" | "ai";
  /** Pages that may carry the widget; none: only the daemon's own. */
  allowed_origins: string[];
  /** How visitors are known. */
  identity: DirectoryAnonymousNamespaceIdentity;
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

export interface DirectoryAnonymousNamespaceChatConfigChangeKeyed {
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
  /** `time_zone`, `week`, `holidays`; null is always open. */
  office_hours?: Record<string, unknown> | null;
  /** What a visitor is offered outside them. */
  after_hours?: "refuse" | "callback" | "ai";
  /** Pages that may carry the widget; none: only the daemon's own. */
  allowed_origins?: string[];
  /** How visitors are known. */
  identity?: DirectoryAnonymousNamespaceIdentity;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceChatConfigCreateKeyed {
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
  /** `time_zone`, `week`, `holidays`; null is always open. */
  office_hours?: Record<string, unknown> | null;
  /** What a visitor is offered outside them. */
  after_hours?: "refuse" | "callback" | "ai";
  /** Pages that may carry the widget; none: only the daemon's own. */
  allowed_origins?: string[];
  /** How visitors are known. */
  identity?: DirectoryAnonymousNamespaceIdentity;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceChatConfigFilter {
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

export interface DirectoryAnonymousNamespaceChatConfigId {
  /** What a widget connects with: letters, digits, - and _. Chosen when it is made, else random. */
  id: string;
}

export interface DirectoryAnonymousNamespaceChatConfigIdKeyed {
  /** What a widget connects with: letters, digits, - and _. Chosen when it is made, else random. */
  id: string;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceChatConfigList {
  /** The records. */
  data: DirectoryAnonymousNamespaceChatConfig[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface DirectoryAnonymousNamespaceContact {
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

export interface DirectoryAnonymousNamespaceContactBatch {
  /** The records. */
  data: DirectoryAnonymousNamespaceContact[];
}

export interface DirectoryAnonymousNamespaceContactChangeKeyed {
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

export interface DirectoryAnonymousNamespaceContactCreateKeyed {
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

export interface DirectoryAnonymousNamespaceContactFilter {
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

export interface DirectoryAnonymousNamespaceContactId {
  /** The contact. */
  id: number;
}

export interface DirectoryAnonymousNamespaceContactIdKeyed {
  /** The contact. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceContactList {
  /** The records. */
  data: DirectoryAnonymousNamespaceContact[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface DirectoryAnonymousNamespaceDevice {
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

export interface DirectoryAnonymousNamespaceDeviceBatch {
  /** The records. */
  data: DirectoryAnonymousNamespaceDevice[];
}

export interface DirectoryAnonymousNamespaceDeviceChangeKeyed {
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

export interface DirectoryAnonymousNamespaceDeviceCreateKeyed {
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

export interface DirectoryAnonymousNamespaceDeviceFilter {
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

export interface DirectoryAnonymousNamespaceDeviceId {
  /** The device. */
  id: number;
}

export interface DirectoryAnonymousNamespaceDeviceIdKeyed {
  /** The device. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceDeviceList {
  /** The records. */
  data: DirectoryAnonymousNamespaceDevice[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface DirectoryAnonymousNamespaceIdentity {
  /** Whether visitors may, or must, prove who they are. */
  mode?: "anonymous" | "verified_if_present" | "verified_only";
  /** What the host page signs external ids with. */
  secret?: string | null;
}

export interface DirectoryAnonymousNamespaceOrganization {
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

export interface DirectoryAnonymousNamespaceOrganizationBatch {
  /** The records. */
  data: DirectoryAnonymousNamespaceOrganization[];
}

export interface DirectoryAnonymousNamespaceOrganizationChangeKeyed {
  /** The organization. */
  id: number;
  /** What it is called. */
  name?: string;
  /** The id that a host platform knows it by. */
  external_id?: string | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceOrganizationCreateKeyed {
  /** What it is called. */
  name: string;
  /** The id that a host platform knows it by. */
  external_id?: string | null;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceOrganizationFilter {
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

export interface DirectoryAnonymousNamespaceOrganizationId {
  /** The organization. */
  id: number;
}

export interface DirectoryAnonymousNamespaceOrganizationIdKeyed {
  /** The organization. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceOrganizationList {
  /** The records. */
  data: DirectoryAnonymousNamespaceOrganization[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface DirectoryAnonymousNamespaceRole {
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

export interface DirectoryAnonymousNamespaceRoleChangeKeyed {
  /** The role. */
  id: number;
  /** What it is called. */
  name?: string;
  /** What its users may do. */
  permissions?: ("chat.accept" | "chat.assign" | "chat.transfer" | "chat.monitor" | "chat.complete" | "channels.manage" | "tickets.write" | "kb.write" | "ai.configure" | "ai.supervise" | "reports.view" | "config.manage" | "users.manage" | "time.view_all" | "data.export" | "data.erase")[];
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceRoleCreateKeyed {
  /** What it is called. */
  name: string;
  /** What its users may do. */
  permissions?: ("chat.accept" | "chat.assign" | "chat.transfer" | "chat.monitor" | "chat.complete" | "channels.manage" | "tickets.write" | "kb.write" | "ai.configure" | "ai.supervise" | "reports.view" | "config.manage" | "users.manage" | "time.view_all" | "data.export" | "data.erase")[];
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceRoleFilter {
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

export interface DirectoryAnonymousNamespaceRoleId {
  /** The role. */
  id: number;
}

export interface DirectoryAnonymousNamespaceRoleIdKeyed {
  /** The role. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceRoleList {
  /** The records. */
  data: DirectoryAnonymousNamespaceRole[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface DirectoryAnonymousNamespaceSkill {
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

export interface DirectoryAnonymousNamespaceSkillChangeKeyed {
  /** The skill. */
  id: number;
  /** What requests and technicians call it. */
  name?: string;
  /** Who has it. */
  description?: string;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceSkillCreateKeyed {
  /** What requests and technicians call it. */
  name: string;
  /** Who has it. */
  description?: string;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceSkillFilter {
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

export interface DirectoryAnonymousNamespaceSkillId {
  /** The skill. */
  id: number;
}

export interface DirectoryAnonymousNamespaceSkillIdKeyed {
  /** The skill. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceSkillLevel {
  /** The skill; a new name makes one. */
  name: string;
  /** How well, 10 is best. */
  level?: number;
}

export interface DirectoryAnonymousNamespaceSkillList {
  /** The records. */
  data: DirectoryAnonymousNamespaceSkill[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface DirectoryAnonymousNamespaceTeam {
  /** The team. */
  id: number;
  /** What it is called. */
  name: string;
  /** How its requests find a technician. */
  assignment: "broadcast" | "round_robin" | "least_busy";
  /** Who is asked as well when it does not answer in time. */
  overflow_team_id: number | null;
  /** Overrides of the operator's `queue` defaults. */
  settings: Record<string, unknown>;
  /** The technicians who belong to it. */
  member_ids: number[];
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

export interface DirectoryAnonymousNamespaceTeamChangeKeyed {
  /** The team. */
  id: number;
  /** What it is called. */
  name?: string;
  /** How its requests find a technician. */
  assignment?: "broadcast" | "round_robin" | "least_busy";
  /** Who is asked as well when it does not answer in time. */
  overflow_team_id?: number | null;
  /** Overrides of the operator's `queue` defaults. */
  settings?: Record<string, unknown>;
  /** The technicians who belong to it. */
  member_ids?: number[];
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceTeamCreateKeyed {
  /** What it is called. */
  name: string;
  /** How its requests find a technician. */
  assignment?: "broadcast" | "round_robin" | "least_busy";
  /** Who is asked as well when it does not answer in time. */
  overflow_team_id?: number | null;
  /** Overrides of the operator's `queue` defaults. */
  settings?: Record<string, unknown>;
  /** The technicians who belong to it. */
  member_ids?: number[];
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceTeamFilter {
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

export interface DirectoryAnonymousNamespaceTeamId {
  /** The team. */
  id: number;
}

export interface DirectoryAnonymousNamespaceTeamIdKeyed {
  /** The team. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceTeamList {
  /** The records. */
  data: DirectoryAnonymousNamespaceTeam[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface DirectoryAnonymousNamespaceUser {
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
  skills?: DirectoryAnonymousNamespaceSkillLevel[];
  /** Access scope: only these boards; none means all. */
  board_ids?: number[];
  /** Access scope: only these organizations; none means all. */
  organization_ids?: number[];
  /** When it was made. */
  created_at: string;
  /** When it was last changed. */
  updated_at: string;
}

export interface DirectoryAnonymousNamespaceUserBatch {
  /** The records. */
  data: DirectoryAnonymousNamespaceUser[];
}

export interface DirectoryAnonymousNamespaceUserChangeKeyed {
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
  skills?: DirectoryAnonymousNamespaceSkillLevel[];
  /** Access scope: only these boards; none means all. */
  board_ids?: number[];
  /** Access scope: only these organizations; none means all. */
  organization_ids?: number[];
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceUserCreateKeyed {
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
  skills?: DirectoryAnonymousNamespaceSkillLevel[];
  /** Access scope: only these boards; none means all. */
  board_ids?: number[];
  /** Access scope: only these organizations; none means all. */
  organization_ids?: number[];
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceUserFilter {
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

export interface DirectoryAnonymousNamespaceUserId {
  /** The user. */
  id: number;
}

export interface DirectoryAnonymousNamespaceUserIdKeyed {
  /** The user. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface DirectoryAnonymousNamespaceUserList {
  /** The records. */
  data: DirectoryAnonymousNamespaceUser[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
}

export interface KnowledgeAnonymousNamespaceCannedResponse {
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

export interface KnowledgeAnonymousNamespaceCannedResponseChangeKeyed {
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

export interface KnowledgeAnonymousNamespaceCannedResponseCreateKeyed {
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

export interface KnowledgeAnonymousNamespaceCannedResponseFilter {
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

export interface KnowledgeAnonymousNamespaceCannedResponseId {
  /** The canned response. */
  id: number;
}

export interface KnowledgeAnonymousNamespaceCannedResponseIdKeyed {
  /** The canned response. */
  id: number;
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
}

export interface KnowledgeAnonymousNamespaceCannedResponseList {
  /** The records. */
  data: KnowledgeAnonymousNamespaceCannedResponse[];
  /** Names the next page; null on the last one. */
  next_cursor: string | null;
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
  /** `pending`: what waits. Other states: the caller's own chats. Absent: both. */
  status?: ("pending" | "active" | "closed" | "abandoned" | "callback" | "completed")[];
  /** `priority` puts the most urgent first, then the oldest. */
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
  number: string;
  /** What it is about. */
  title: string;
  /** Where it is. */
  status: string;
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
  /** What they work with. */
  devices: LivechatContextDevice[];
  /** `metadata.browser` of the start, as sent. */
  browser: unknown | null;
  /** `metadata.page` (or `page_url`, `url`) of the start, as sent. */
  page: unknown | null;
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

export interface LivechatListSessions {
  /** Only sessions in one of these states. */
  status?: ("pending" | "active" | "closed" | "abandoned" | "callback" | "completed")[];
  /** Only sessions of one of these priorities. */
  priority?: ("low" | "medium" | "high" | "urgent")[];
  /** Only sessions that came from one of these. */
  source?: ("support_page" | "ticket" | "widget" | "agent_app" | "api")[];
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
  /** Only those whose subject or client's name contains this text, in any case. */
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
  /** From the waits of the last hour; null if there were none. */
  estimated_wait_seconds: number | null;
}

export interface LivechatQueueStats {
  /** How many wait. */
  total: number;
  /** By priority. */
  by_priority: Record<string, number>;
  /** By team id; `none` for those without. */
  by_team: Record<string, number>;
  /** Seconds that the oldest has waited. */
  longest_wait: number;
  /** Of each, in queue order. */
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
  /** Seconds from start to that. */
  wait_time: number | null;
  /** When it ended. */
  ended_at: string | null;
  /** Its place in the queue, from 1, while it waits. */
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
  /** The client's first message. */
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
  /** Where it comes from. */
  source?: "support_page" | "ticket" | "widget" | "agent_app" | "api";
  /** A UUID of the caller's: asked again with it, after any failure, it is done once and answered the same. */
  client_id?: string | null;
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
  attachments: unknown;
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
  /** What it is: `text`, or `kb_article`, which technicians share. */
  type?: "text" | "file" | "kb_article" | "system_event" | "ai-assistant" | "command_result";
  /** Markdown (CommonMark, no raw HTML); at most `limits.message_bytes`, 16 KiB by default. Without any, an article is its title. */
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

/** What a client sends, by event. */
export interface Requests {
  "auth:refresh": AccountsRenew;
  "agent:set_status": PresenceSetStatusKeyed;
  "agent:status": ApiNothing;
  "chat:send_message": MessagesSend;
  "chat:messages": MessagesListMessages;
  "chat:typing": MessagesTyping;
  "chat:seen": MessagesSeen;
  "chat:edit_message": MessagesEditKeyed;
  "chat:delete_message": MessagesOnMessageKeyed;
  "chat:react": MessagesReactKeyed;
  "chat:message_edits": MessagesOnMessage;
  "chat:add_note": LivechatAddNote;
  "chat:focus": LivechatFocus;
  "chat:start": LivechatStartKeyed;
  "chat:accept": LivechatOnSessionKeyed;
  "chat:assign": LivechatAssignKeyed;
  "chat:join": LivechatJoinKeyed;
  "chat:resume": LivechatResume;
  "chat:leave": LivechatOnSessionKeyed;
  "chat:end": LivechatOnSessionKeyed;
  "chat:session": LivechatOnSession;
  "chat:agent_sessions": LivechatAgentSessions;
  "chat:my_sessions": LivechatAgentSessions;
  "queue:stats": ApiNothing;
  "chat:customer_context": LivechatContextOf;
  "agent:workload": LivechatWorkloadOf;
  "chat:all_sessions": LivechatListSessions;
  "chat:use_canned_response": ConversationUseCanned;
}

/** The data of its ack, by event. */
export interface Replies {
  "auth:refresh": AccountsRenewed;
  "agent:set_status": PresenceStatusReply;
  "agent:status": PresenceStatusReply;
  "chat:send_message": MessagesSent;
  "chat:messages": MessagesMessageList;
  "chat:typing": ApiNothing;
  "chat:seen": ApiNothing;
  "chat:edit_message": MessagesRevised;
  "chat:delete_message": MessagesDeleted;
  "chat:react": MessagesRevised;
  "chat:message_edits": MessagesFormers;
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
  "chat:use_canned_response": MessagesSent;
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
  /** Who has the chat open, and who is writing. To technicians; not kept. */
  "chat:viewers": LivechatViewers;
  /** A client waits for a technician. To every eligible technician, and to the client's other connections. */
  "chat:new_session": LivechatNewSession;
  /** A technician has taken the chat. */
  "chat:session_assigned": LivechatSessionAssigned;
  /** Somebody came into the chat. */
  "chat:participant_joined": LivechatParticipantJoined;
  /** Somebody left the chat. */
  "chat:participant_left": LivechatParticipantLeft;
  /** The chat is over. */
  "chat:ended": LivechatEnded;
  /** The queue has changed. To technicians, at most once a second. */
  "queue-updated": LivechatQueueUpdated;
  /** Where the client is in the queue. Not kept. */
  "chat:queue_position": LivechatQueuePosition;
  /** The first push on every connection. */
  "hello": AppHello;
  /** The daemon is going down: come back after that time, elsewhere or here. */
  "server:draining": AppDraining;
  /** The token ends soon: send `auth:refresh` with a new one. */
  "auth:expiring": AppExpiring;
}
