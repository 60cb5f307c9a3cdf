/** Whether only this machine reaches a server that listens on `host`, or is meant by that name or address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
