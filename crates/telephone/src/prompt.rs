//! The ids of everything that the flows say; the texts stand in `prompts/LANG.ftl`.

use domain::attendant::Shipped;
use domain::greeting::Situation;

pub const GREETING_NO_ANSWER: &str = "greeting-no-answer";
pub const GREETING_BUSY: &str = "greeting-busy";
pub const GREETING_VACATION: &str = "greeting-vacation";
pub const GREETING_BREAK: &str = "greeting-break";
pub const GREETING_OFF_HOURS: &str = "greeting-off-hours";
pub const GREETING_PRESENCE: &str = "greeting-presence";

pub const DEPOSIT_THANKS: &str = "deposit-thanks";
pub const DEPOSIT_LIMIT: &str = "deposit-limit";
pub const DEPOSIT_NOTHING: &str = "deposit-nothing";
pub const DEPOSIT_CUT_SHORT: &str = "deposit-cut-short";

pub const DEPOSIT_OR_TRANSFER: &str = "deposit-or-transfer";
pub const DEPOSIT_NOT_REACHED: &str = "deposit-not-reached";
pub const DEPOSIT_DISCARDED: &str = "deposit-discarded";
pub const DEPOSIT_KEPT: &str = "deposit-kept";
pub const OFFER_LISTEN: &str = "offer-listen";
pub const OFFER_RECORD_AGAIN: &str = "offer-record-again";
pub const OFFER_DISCARD: &str = "offer-discard";
pub const HELP_LISTEN: &str = "help-listen";
pub const HELP_RECORD_AGAIN: &str = "help-record-again";
pub const HELP_DISCARD: &str = "help-discard";
pub const HELP_URGENT: &str = "help-urgent";
pub const HELP_CONFIDENTIAL: &str = "help-confidential";
pub const MARKED_URGENT: &str = "marked-urgent";
pub const MARKED_NOT_URGENT: &str = "marked-not-urgent";
pub const MARKED_CONFIDENTIAL: &str = "marked-confidential";
pub const MARKED_NOT_CONFIDENTIAL: &str = "marked-not-confidential";
pub const NUMBER_UNKNOWN: &str = "number-unknown";
pub const MAILBOX_OFF: &str = "deposit-mailbox-off";

pub const ASK_NUMBER: &str = "ask-number";
pub const ASK_NAME: &str = "ask-name";
pub const ASK_NOBODY: &str = "ask-nobody";
pub const ASK_MATCH: &str = "ask-match";
pub const ASK_MORE: &str = "ask-more";
pub const ASK_AGAIN: &str = "ask-again";

pub const ATTENDANT_WELCOME: &str = "attendant-welcome";
pub const ATTENDANT_NIGHT: &str = "attendant-night";
pub const ATTENDANT_WEEKEND: &str = "attendant-weekend";
pub const ATTENDANT_HOLIDAY: &str = "attendant-holiday";
pub const ATTENDANT_BREAK: &str = "attendant-break";
pub const ATTENDANT_MENU: &str = "attendant-menu";
pub const ATTENDANT_TEXT: &str = "attendant-text";
pub const ATTENDANT_OPTION: &str = "attendant-option";
pub const ATTENDANT_CONNECTS: &str = "attendant-connects";
pub const ATTENDANT_NOT_REACHED: &str = "attendant-not-reached";

pub const LOG_IN_EXTENSION: &str = "login-extension";
pub const LOG_IN_PIN: &str = "login-pin";
pub const LOG_IN_OWN_PIN: &str = "login-own-pin";
pub const LOG_IN_WRONG: &str = "login-wrong";
pub const LOG_IN_LOCKED: &str = "login-locked";
pub const LOG_IN_NOT_FROM_HERE: &str = "login-not-from-here";
pub const LOG_IN_PIN_ENDED: &str = "login-pin-ended";

pub const MENU_NEW: &str = "menu-new";
pub const MENU_NO_NEW: &str = "menu-no-new";
pub const MENU_NO_MESSAGES: &str = "menu-no-messages";
pub const OFFER_NEW: &str = "offer-new";
pub const OFFER_OLD: &str = "offer-old";
pub const OFFER_SETTINGS: &str = "offer-settings";
pub const OFFER_PIN: &str = "offer-pin";
pub const OFFER_HELP: &str = "offer-help";
pub const OFFER_END: &str = "offer-end";
pub const OFFER_AGAIN: &str = "offer-again";
pub const OFFER_KEEP: &str = "offer-keep";
pub const OFFER_DELETE: &str = "offer-delete";
pub const OFFER_MORE: &str = "offer-more";
pub const OFFER_MENU: &str = "offer-menu";
pub const HELP_NEW: &str = "help-new";
pub const HELP_OLD: &str = "help-old";
pub const HELP_SETTINGS: &str = "help-settings";
pub const HELP_PIN: &str = "help-pin";
pub const HELP_HELP: &str = "help-help";
pub const HELP_END: &str = "help-end";
pub const HELP_AGAIN: &str = "help-again";
pub const HELP_KEEP: &str = "help-keep";
pub const HELP_DELETE: &str = "help-delete";
pub const HELP_BACK: &str = "help-back";
pub const HELP_PAUSE: &str = "help-pause";
pub const HELP_FORWARD: &str = "help-forward";
pub const HELP_PREVIOUS: &str = "help-previous";
pub const HELP_ENVELOPE: &str = "help-envelope";
pub const HELP_NEXT: &str = "help-next";
pub const HELP_MENU: &str = "help-menu";
pub const LIST_NO_NEW: &str = "list-no-new";
pub const LIST_NO_OLD: &str = "list-no-old";
pub const LIST_END: &str = "list-end";
pub const LIST_FIRST: &str = "list-first";

pub const MESSAGE_NUMBER: &str = "message-number";
pub const MESSAGE_FROM_PERSON: &str = "message-from-person";
pub const MESSAGE_FROM_NAME: &str = "message-from-name";
pub const MESSAGE_FROM_NUMBER: &str = "message-from-number";
pub const MESSAGE_FROM_UNKNOWN: &str = "message-from-unknown";
pub const MESSAGE_AT: &str = "message-at";
pub const MESSAGE_PAUSED: &str = "message-paused";
pub const MESSAGE_DELETED: &str = "message-deleted";
pub const MESSAGE_UNPLAYABLE: &str = "message-unplayable";

pub const MENU_NEW_VOICE: &str = "menu-new-voice";
pub const MENU_NEW_MAIL: &str = "menu-new-mail";
pub const MENU_NEW_FAX: &str = "menu-new-fax";
pub const MENU_ALMOST_FULL: &str = "menu-almost-full";
pub const MENU_FULL: &str = "menu-full";
pub const MENU_REPORTS: &str = "menu-reports";
pub const OFFER_REPORTS: &str = "offer-reports";
pub const OFFER_KINDS: &str = "offer-kinds";
pub const OFFER_NEW_VOICE: &str = "offer-new-voice";
pub const OFFER_OLD_VOICE: &str = "offer-old-voice";
pub const OFFER_NEW_MAIL: &str = "offer-new-mail";
pub const OFFER_OLD_MAIL: &str = "offer-old-mail";
pub const OFFER_SENDER: &str = "offer-sender";
pub const HELP_REPORTS: &str = "help-reports";
pub const HELP_KINDS: &str = "help-kinds";
pub const HELP_NEW_VOICE: &str = "help-new-voice";
pub const HELP_OLD_VOICE: &str = "help-old-voice";
pub const HELP_NEW_MAIL: &str = "help-new-mail";
pub const HELP_OLD_MAIL: &str = "help-old-mail";
pub const HELP_SENDER: &str = "help-sender";
pub const SENDER_NUMBER: &str = "sender-number";
pub const HELP_BACK_SENTENCE: &str = "help-back-sentence";
pub const HELP_FORWARD_SENTENCE: &str = "help-forward-sentence";
pub const LIST_NONE: &str = "list-none";

pub const MESSAGE_MAIL: &str = "message-mail";
pub const MESSAGE_FAX: &str = "message-fax";
pub const MESSAGE_REPORT: &str = "message-report";
pub const MESSAGE_URGENT: &str = "message-urgent";
pub const MESSAGE_CONFIDENTIAL: &str = "message-confidential";
pub const MESSAGE_RECEIPT: &str = "message-receipt";

pub const MAIL_SUBJECT: &str = "mail-subject";
pub const MAIL_SENTENCE: &str = "mail-sentence";
pub const MAIL_QUOTE: &str = "mail-quote";
pub const MAIL_CUT: &str = "mail-cut";
pub const MAIL_EMPTY: &str = "mail-empty";
pub const FAX_PAGES: &str = "fax-pages";
pub const FAX_UNREAD: &str = "fax-unread";
pub const REPORT_FAILED: &str = "report-failed";
pub const REPORT_DELAYED: &str = "report-delayed";
pub const REPORT_DELIVERED: &str = "report-delivered";
pub const REPORT_READ: &str = "report-read";
pub const REPORT_DELETED: &str = "report-deleted";
pub const REPORT_OTHERS: &str = "report-others";
pub const REPORT_UNKNOWN: &str = "report-unknown";

pub const MENU_UNFINISHED: &str = "menu-unfinished";
pub const OFFER_UNFINISHED: &str = "offer-unfinished";
pub const OFFER_OUTBOX: &str = "offer-outbox";
pub const OFFER_SEND_MESSAGE: &str = "offer-send-message";
pub const OFFER_OPTIONS: &str = "offer-options";
pub const OFFER_GO_ON: &str = "offer-go-on";
pub const OFFER_REPLY: &str = "offer-reply";
pub const OFFER_REPLY_ALL: &str = "offer-reply-all";
pub const OFFER_FORWARD: &str = "offer-forward";
pub const OFFER_CALL_BACK: &str = "offer-call-back";
pub const OFFER_BACK: &str = "offer-back";
pub const OFFER_SEND_IT: &str = "offer-send-it";
pub const OFFER_PUT_ASIDE: &str = "offer-put-aside";
pub const HELP_UNFINISHED: &str = "help-unfinished";
pub const HELP_OUTBOX: &str = "help-outbox";
pub const HELP_SEND_MESSAGE: &str = "help-send-message";
pub const HELP_OPTIONS: &str = "help-options";
pub const HELP_GO_ON: &str = "help-go-on";
pub const HELP_REPLY: &str = "help-reply";
pub const HELP_REPLY_ALL: &str = "help-reply-all";
pub const HELP_FORWARD_ON: &str = "help-forward-on";
pub const HELP_CALL_BACK: &str = "help-call-back";
pub const HELP_SLOWER: &str = "help-slower";
pub const HELP_LOUDER: &str = "help-louder";
pub const HELP_FASTER: &str = "help-faster";
pub const HELP_BACK_TO_MESSAGE: &str = "help-back-to-message";
pub const HELP_SEND_IT: &str = "help-send-it";
pub const HELP_RECEIPT: &str = "help-receipt";
pub const HELP_LATER: &str = "help-later";
pub const HELP_RECIPIENTS: &str = "help-recipients";
pub const HELP_PUT_ASIDE: &str = "help-put-aside";
pub const MESSAGE_TO: &str = "message-to";
pub const MESSAGE_TO_OTHERS: &str = "message-to-others";
pub const SEND_TO: &str = "send-to";
pub const SEND_TO_MORE: &str = "send-to-more";
pub const SEND_BY_NAME: &str = "send-by-name";
pub const SEND_BY_OWN_LIST: &str = "send-by-own-list";
pub const SEND_BY_LIST: &str = "send-by-list";
pub const SEND_NO_LIST: &str = "send-no-list";
pub const SEND_LIST_ADDED: &str = "send-list-added";
pub const SEND_TOO_MANY: &str = "send-too-many";
pub const MESSAGE_TO_ADDRESS: &str = "message-to-address";
pub const SEND_UNKNOWN: &str = "send-unknown";
pub const SEND_ADDED: &str = "send-added";
pub const SEND_NOBODY: &str = "send-nobody";
pub const SEND_SPEAK: &str = "send-speak";
pub const SEND_NOTHING: &str = "send-nothing";
pub const SEND_TOO_LARGE: &str = "send-too-large";
pub const SEND_KEPT: &str = "send-kept";
pub const SEND_HELD: &str = "send-held";
pub const SEND_AT: &str = "send-at";
pub const SEND_NOT_URGENT: &str = "send-not-urgent";
pub const SEND_NOT_CONFIDENTIAL: &str = "send-not-confidential";
pub const SEND_RECEIPT: &str = "send-receipt";
pub const SEND_NO_RECEIPT: &str = "send-no-receipt";
pub const LATER_DAY: &str = "later-day";
pub const LATER_TIME: &str = "later-time";
pub const LATER_WRONG: &str = "later-wrong";
pub const LATER_NOT: &str = "later-not";
pub const CALL_OVER: &str = "call-over";
pub const CALL_BUSY: &str = "call-busy";
pub const CALL_NO_ANSWER: &str = "call-no-answer";
pub const CALL_IMPOSSIBLE: &str = "call-impossible";

// The settings: presence, greetings, transfer.
pub const OFFER_PRESENCE: &str = "offer-presence";
pub const OFFER_GREETINGS: &str = "offer-greetings";
pub const OFFER_MESSAGES: &str = "offer-messages";
pub const OUTCALL_FOR: &str = "outcall-for";
pub const OFFER_OUTCALL: &str = "offer-outcall";
pub const HELP_OUTCALL: &str = "help-outcall";
pub const OUTCALL_IS: &str = "outcall-is";
pub const OUTCALL_IS_OFF: &str = "outcall-is-off";
pub const OUTCALL_IS_NONE: &str = "outcall-is-none";
pub const OUTCALL_FOR_VOICE: &str = "outcall-for-voice";
pub const OUTCALL_FOR_MAIL: &str = "outcall-for-mail";
pub const OFFER_OUTCALL_SWITCH: &str = "offer-outcall-switch";
pub const HELP_OUTCALL_SWITCH: &str = "help-outcall-switch";
pub const OFFER_OUTCALL_VOICE: &str = "offer-outcall-voice";
pub const HELP_OUTCALL_VOICE: &str = "help-outcall-voice";
pub const OFFER_OUTCALL_MAIL: &str = "offer-outcall-mail";
pub const HELP_OUTCALL_MAIL: &str = "help-outcall-mail";
pub const OFFER_CALL: &str = "offer-call";
pub const HELP_CALL: &str = "help-call";
pub const OFFER_FORWARDING: &str = "offer-forwarding";
pub const HELP_FORWARDING: &str = "help-forwarding";
pub const FORWARDING_IS: &str = "forwarding-is";
pub const FORWARDING_IS_VOICE_MAIL: &str = "forwarding-is-voice-mail";
pub const FORWARDING_IS_NONE: &str = "forwarding-is-none";
pub const OFFER_FORWARDING_VOICE_MAIL: &str = "offer-forwarding-voice-mail";
pub const HELP_FORWARDING_VOICE_MAIL: &str = "help-forwarding-voice-mail";
pub const OFFER_FORWARDING_END: &str = "offer-forwarding-end";
pub const HELP_FORWARDING_END: &str = "help-forwarding-end";
pub const OFFER_REACH: &str = "offer-reach";
pub const HELP_REACH: &str = "help-reach";
pub const REACH_IS: &str = "reach-is";
pub const REACH_IS_NONE: &str = "reach-is-none";

pub const OFFER_TRANSFER: &str = "offer-transfer";
pub const HELP_PRESENCE: &str = "help-presence";
pub const HELP_GREETINGS: &str = "help-greetings";
pub const HELP_MESSAGES: &str = "help-messages";
pub const HELP_TRANSFER: &str = "help-transfer";
pub const LEVEL_MAIN: &str = "level-main";
pub const LEVEL_KINDS: &str = "level-kinds";
pub const LEVEL_MESSAGE: &str = "level-message";
pub const LEVEL_OPTIONS: &str = "level-options";
pub const LEVEL_REVIEW: &str = "level-review";
pub const LEVEL_SETTINGS: &str = "level-settings";
pub const LEVEL_GREETINGS: &str = "level-greetings";
pub const LEVEL_GREETING: &str = "level-greeting";
pub const LEVEL_RECORDED: &str = "level-recorded";
pub const LEVEL_TRANSFER: &str = "level-transfer";
pub const LEVEL_OUTCALL: &str = "level-outcall";
pub const LEVEL_FORWARDING: &str = "level-forwarding";
pub const LEVEL_REACH: &str = "level-reach";
pub const LEVEL_LIST: &str = "level-list";
pub const LEVEL_PICK: &str = "level-pick";
pub const LEVEL_CONFIRM: &str = "level-confirm";

pub const OFFER_THIS: &str = "offer-this";
pub const HELP_PICK: &str = "help-pick";
pub const HELP_SETTINGS_BACK: &str = "help-settings-back";
pub const PRESENCE_NOW: &str = "presence-now";
pub const PRESENCE_CHOSEN: &str = "presence-chosen";
pub const OFFER_GREETING_OF_PRESENCE: &str = "offer-greeting-of-presence";
pub const OFFER_GREETING_OF_OCCASION: &str = "offer-greeting-of-occasion";
pub const OFFER_GREETING_OF_DAY: &str = "offer-greeting-of-day";
pub const OFFER_GREETING_ALTERNATIVE: &str = "offer-greeting-alternative";
pub const OFFER_GREETING_NAME: &str = "offer-greeting-name";
pub const OFFER_GREETING_KIND: &str = "offer-greeting-kind";
pub const OFFER_GREETINGS_DELETE: &str = "offer-greetings-delete";
pub const HELP_GREETING_OF_PRESENCE: &str = "help-greeting-of-presence";
pub const HELP_GREETING_OF_OCCASION: &str = "help-greeting-of-occasion";
pub const HELP_GREETING_OF_DAY: &str = "help-greeting-of-day";
pub const HELP_GREETING_ALTERNATIVE: &str = "help-greeting-alternative";
pub const HELP_GREETING_NAME: &str = "help-greeting-name";
pub const HELP_GREETING_KIND: &str = "help-greeting-kind";
pub const HELP_GREETINGS_DELETE: &str = "help-greetings-delete";
pub const OFFER_GREETING_HEAR: &str = "offer-greeting-hear";
pub const OFFER_GREETING_RECORD: &str = "offer-greeting-record";
pub const OFFER_GREETING_DELETE: &str = "offer-greeting-delete";
pub const OFFER_GREETING_SWITCH: &str = "offer-greeting-switch";
pub const OFFER_GREETING_LANGUAGE: &str = "offer-greeting-language";
pub const HELP_GREETING_HEAR: &str = "help-greeting-hear";
pub const HELP_GREETING_RECORD: &str = "help-greeting-record";
pub const HELP_GREETING_DELETE: &str = "help-greeting-delete";
pub const HELP_GREETING_SWITCH: &str = "help-greeting-switch";
pub const HELP_GREETING_LANGUAGE: &str = "help-greeting-language";
pub const GREETING_IS_RECORDED: &str = "greeting-is-recorded";
pub const GREETING_IS_NONE: &str = "greeting-is-none";
pub const GREETING_IS_ON: &str = "greeting-is-on";
pub const GREETING_IS_OFF: &str = "greeting-is-off";
pub const GREETING_DELETED: &str = "greeting-deleted";
pub const GREETINGS_DELETED: &str = "greetings-deleted";
pub const GREETING_KIND_INDIVIDUAL: &str = "greeting-kind-individual";
pub const GREETING_KIND_PERSONALISED: &str = "greeting-kind-personalised";
pub const RECORD_GREETING: &str = "record-greeting";
pub const RECORD_NAME: &str = "record-name";
pub const RECORDED_KEPT: &str = "recorded-kept";
pub const RECORDED_DISCARDED: &str = "recorded-discarded";
pub const RECORDED_SILENT: &str = "recorded-silent";
pub const OFFER_RECORDED_HEAR: &str = "offer-recorded-hear";
pub const OFFER_RECORDED_KEEP: &str = "offer-recorded-keep";
pub const OFFER_RECORDED_AGAIN: &str = "offer-recorded-again";
pub const OFFER_RECORDED_DISCARD: &str = "offer-recorded-discard";
pub const HELP_RECORDED_HEAR: &str = "help-recorded-hear";
pub const HELP_RECORDED_KEEP: &str = "help-recorded-keep";
pub const HELP_RECORDED_AGAIN: &str = "help-recorded-again";
pub const HELP_RECORDED_DISCARD: &str = "help-recorded-discard";
pub const CONFIRM_DELETE_ALL: &str = "confirm-delete-all";
pub const MESSAGES_ON: &str = "messages-on";
pub const MESSAGES_OFF: &str = "messages-off";
pub const TRANSFER_IS: &str = "transfer-is";
pub const TRANSFER_IS_OFF: &str = "transfer-is-off";
pub const TRANSFER_IS_NONE: &str = "transfer-is-none";
pub const OFFER_TRANSFER_NUMBER: &str = "offer-transfer-number";
pub const OFFER_TRANSFER_SWITCH: &str = "offer-transfer-switch";
pub const OFFER_TRANSFER_DELETE: &str = "offer-transfer-delete";
pub const HELP_TRANSFER_NUMBER: &str = "help-transfer-number";
pub const HELP_TRANSFER_SWITCH: &str = "help-transfer-switch";
pub const HELP_TRANSFER_DELETE: &str = "help-transfer-delete";
pub const TRANSFER_NUMBER: &str = "transfer-number";
pub const TRANSFER_WRONG: &str = "transfer-wrong";
pub const OFFER_CONFIRM: &str = "offer-confirm";
pub const HELP_CONFIRM: &str = "help-confirm";
pub const IN_ANOTHER_LANGUAGE: &str = "in-another-language";
pub const OCCASION_INTERNAL: &str = "occasion-internal";
pub const OCCASION_EXTERNAL: &str = "occasion-external";
pub const OCCASION_BUSY: &str = "occasion-busy";
pub const OCCASION_BREAK: &str = "occasion-break";
pub const OCCASION_OFF_HOURS: &str = "occasion-off-hours";

pub const OFFER_SHARED: &str = "offer-shared";
pub const HELP_SHARED: &str = "help-shared";
pub const SHARED_MAILBOX: &str = "shared-mailbox";

pub const OFFER_LISTS: &str = "offer-lists";
pub const HELP_LISTS: &str = "help-lists";
pub const LISTS_WHICH: &str = "lists-which";
pub const LISTS_NUMBERS: &str = "lists-numbers";
pub const OFFER_LIST_HEAR: &str = "offer-list-hear";
pub const OFFER_LIST_ADD: &str = "offer-list-add";
pub const OFFER_LIST_REMOVE: &str = "offer-list-remove";
pub const OFFER_LIST_DELETE: &str = "offer-list-delete";
pub const HELP_LIST_HEAR: &str = "help-list-hear";
pub const HELP_LIST_ADD: &str = "help-list-add";
pub const HELP_LIST_REMOVE: &str = "help-list-remove";
pub const HELP_LIST_DELETE: &str = "help-list-delete";
pub const LIST_IS: &str = "list-is";
pub const LIST_MEMBER: &str = "list-member";
pub const LIST_ADDRESS: &str = "list-address";
pub const LIST_OWN_LIST: &str = "list-own-list";
pub const LIST_COMPANY_LIST: &str = "list-company-list";
pub const LIST_ADD: &str = "list-add";
pub const LIST_REMOVE: &str = "list-remove";
pub const LIST_ADDED: &str = "list-added";
pub const LIST_REMOVED: &str = "list-removed";
pub const LIST_HAS_IT: &str = "list-has-it";
pub const LIST_HAS_IT_NOT: &str = "list-has-it-not";
pub const LIST_FULL: &str = "list-full";
pub const CONFIRM_DELETE_LIST: &str = "confirm-delete-list";
pub const LIST_DELETED: &str = "list-deleted";

pub const STATE_OFFICE: &str = "state-office";
pub const STATE_MOBILE: &str = "state-mobile";
pub const STATE_HOME: &str = "state-home";
pub const STATE_VACATION: &str = "state-vacation";
pub const STATE_MEETING: &str = "state-meeting";
pub const STATE_SICK: &str = "state-sick";
pub const STATE_BREAK: &str = "state-break";
pub const STATE_OUT_OF_OFFICE: &str = "state-out-of-office";
pub const STATE_HOLIDAY: &str = "state-holiday";
pub const STATE_LUNCH: &str = "state-lunch";
pub const STATE_CALL_ME: &str = "state-call-me";
pub const STATE_DO_NOT_DISTURB: &str = "state-do-not-disturb";
pub const STATE_CUSTOM_1: &str = "state-custom-1";
pub const STATE_CUSTOM_2: &str = "state-custom-2";
pub const STATE_OTHER: &str = "state-other";

pub const IN_DE_DE: &str = "in-de-de";
pub const IN_EN_GB: &str = "in-en-gb";
pub const IN_EN_US: &str = "in-en-us";
pub const IN_FR_FR: &str = "in-fr-fr";
pub const IN_FR_CA: &str = "in-fr-ca";
pub const IN_IT_IT: &str = "in-it-it";
pub const IN_PT_PT: &str = "in-pt-pt";
pub const IN_PT_BR: &str = "in-pt-br";
pub const IN_ES_ES: &str = "in-es-es";
pub const IN_ES_US: &str = "in-es-us";
pub const IN_TR_TR: &str = "in-tr-tr";
pub const IN_RU_RU: &str = "in-ru-ru";
pub const IN_NL_NL: &str = "in-nl-nl";
pub const IN_JA_JP: &str = "in-ja-jp";

pub const PIN_NEW: &str = "pin-new";
pub const PIN_AGAIN: &str = "pin-again";
pub const PIN_CHANGED: &str = "pin-changed";
pub const PIN_DIFFERS: &str = "pin-differs";
pub const PIN_REFUSED: &str = "pin-refused";
pub const PIN_KEPT: &str = "pin-kept";
pub const PIN_ENDS_SOON: &str = "pin-ends-soon";
pub const PIN_MUST_CHANGE: &str = "pin-must-change";

pub const OFFER_LANGUAGE: &str = "language-offer";

pub const KEY_UNKNOWN: &str = "key-unknown";
pub const GOODBYE: &str = "goodbye";
pub const NOT_NOW: &str = "trouble-not-now";
pub const MAILBOX_FULL: &str = "trouble-mailbox-full";
pub const NO_MESSAGES_NOW: &str = "trouble-no-messages";
pub const NOT_SAVED: &str = "trouble-not-saved";

/// What a presence state is called; one that the company has added is called by a name.
pub fn state(key: &str) -> &'static str {
    match key {
        "office" => STATE_OFFICE,
        "mobile" => STATE_MOBILE,
        "home" => STATE_HOME,
        "vacation" => STATE_VACATION,
        "meeting" => STATE_MEETING,
        "sick" => STATE_SICK,
        "break" => STATE_BREAK,
        "out-of-office" => STATE_OUT_OF_OFFICE,
        "holiday" => STATE_HOLIDAY,
        "lunch" => STATE_LUNCH,
        "call-me" => STATE_CALL_ME,
        "do-not-disturb" => STATE_DO_NOT_DISTURB,
        "custom-1" => STATE_CUSTOM_1,
        "custom-2" => STATE_CUSTOM_2,
        _ => STATE_OTHER,
    }
}

/// That a greeting is in this language.
pub fn in_language(tag: &str) -> &'static str {
    match tag {
        "de-DE" => IN_DE_DE,
        "en-GB" => IN_EN_GB,
        "en-US" => IN_EN_US,
        "fr-FR" => IN_FR_FR,
        "fr-CA" => IN_FR_CA,
        "it-IT" => IN_IT_IT,
        "pt-PT" => IN_PT_PT,
        "pt-BR" => IN_PT_BR,
        "es-ES" => IN_ES_ES,
        "es-US" => IN_ES_US,
        "tr-TR" => IN_TR_TR,
        "ru-RU" => IN_RU_RU,
        "nl-NL" => IN_NL_NL,
        "ja-JP" => IN_JA_JP,
        _ => IN_ANOTHER_LANGUAGE,
    }
}

/// The house's own words for a situation. Those that are played only when recorded share the everyday words.
pub fn spoken_greeting(situation: Situation) -> &'static str {
    match situation {
        Situation::Busy => GREETING_BUSY,
        Situation::Vacation => GREETING_VACATION,
        Situation::Break => GREETING_BREAK,
        Situation::OffHours => GREETING_OFF_HOURS,
        Situation::Presence => GREETING_PRESENCE,
        Situation::NoAnswer
        | Situation::Day
        | Situation::Alternative
        | Situation::Internal
        | Situation::External => GREETING_NO_ANSWER,
    }
}

/// The house's own words for an attendant's announcement.
pub fn attendant(announcement: Shipped) -> &'static str {
    match announcement {
        Shipped::Welcome => ATTENDANT_WELCOME,
        Shipped::Night => ATTENDANT_NIGHT,
        Shipped::Weekend => ATTENDANT_WEEKEND,
        Shipped::Holiday => ATTENDANT_HOLIDAY,
        Shipped::Break => ATTENDANT_BREAK,
        Shipped::Menu => ATTENDANT_MENU,
    }
}

#[cfg(test)]
mod tests {
    const IDS: &str = include_str!("prompt.rs");
    const TEXTS: [&str; 2] =
        [include_str!("../../../prompts/en-GB.ftl"), include_str!("../../../prompts/de-DE.ftl")];

    #[test]
    fn every_prompt_has_a_text_in_every_language() {
        let ids: Vec<&str> =
            IDS.lines().filter_map(|line| line.strip_prefix("pub const ")?.split('"').nth(1)).collect();
        assert!(ids.len() > 30, "{ids:?}");
        for id in ids {
            for text in TEXTS {
                let defined =
                    text.lines().any(|line| line.strip_prefix(id).is_some_and(|rest| rest.starts_with(" =")));
                assert!(defined, "{id} has no text beside {:?}", text.lines().next());
            }
        }
    }
}
