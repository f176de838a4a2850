/** All sentences; a file for each page and language. */
import en_common from "./en/common.json";
import en_mine from "./en/mine.json";
import en_who from "./en/who.json";
import en_waiting from "./en/waiting.json";
import en_happened from "./en/happened.json";
import en_log from "./en/log.json";
import en_check_up from "./en/check_up.json";
import en_welcome from "./en/welcome.json";
import en_card from "./en/card.json";
import id_common from "./id/common.json";
import id_mine from "./id/mine.json";
import id_who from "./id/who.json";
import id_waiting from "./id/waiting.json";
import id_happened from "./id/happened.json";
import id_log from "./id/log.json";
import id_check_up from "./id/check_up.json";
import id_welcome from "./id/welcome.json";
import id_card from "./id/card.json";
import zhHans_common from "./zh-Hans/common.json";
import zhHans_mine from "./zh-Hans/mine.json";
import zhHans_who from "./zh-Hans/who.json";
import zhHans_waiting from "./zh-Hans/waiting.json";
import zhHans_happened from "./zh-Hans/happened.json";
import zhHans_log from "./zh-Hans/log.json";
import zhHans_check_up from "./zh-Hans/check_up.json";
import zhHans_welcome from "./zh-Hans/welcome.json";
import zhHans_card from "./zh-Hans/card.json";
export const en = {
  common: en_common,
  mine: en_mine,
  who: en_who,
  waiting: en_waiting,
  happened: en_happened,
  log: en_log,
  check_up: en_check_up,
  welcome: en_welcome,
  card: en_card,
};
export const id = {
  common: id_common,
  mine: id_mine,
  who: id_who,
  waiting: id_waiting,
  happened: id_happened,
  log: id_log,
  check_up: id_check_up,
  welcome: id_welcome,
  card: id_card,
};
export const zhHans = {
  common: zhHans_common,
  mine: zhHans_mine,
  who: zhHans_who,
  waiting: zhHans_waiting,
  happened: zhHans_happened,
  log: zhHans_log,
  check_up: zhHans_check_up,
  welcome: zhHans_welcome,
  card: zhHans_card,
};
