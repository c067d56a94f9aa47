import { WebSocket } from 'undici';

const PROTOCOL = 'json.webpubsub.azure.v1';

/** Where a client is told news, as a portal asks for it. */
export async function streamAddress(platform, token) {
  const response = await fetch(`${platform.url}/api/v1/notifications/stream`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`No stream: ${response.status}`);
  return (await response.json()).url;
}

/**
 * Opens a socket and returns it once Web PubSub has said that it is connected.
 *
 * @param told is given each piece of news, parsed, as it arrives
 */
export function listen(address, told) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address, PROTOCOL);
    socket.addEventListener('error', () => reject(new Error('A socket could not be opened')));
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(data);
      if (message.type === 'system' && message.event === 'connected') resolve(socket);
      if (message.type === 'message') told(message.data);
    });
  });
}
