export { alarmWords } from '#client/format/alarm-words.ts';
