// The password of the demo accounts; outside demo mode the server refuses them.
export const demoPassword = 'tenzij-demo';
