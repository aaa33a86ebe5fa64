// Starts the emulated Slack for a test, with what the test wants there, and ends with it.
import { createEmulator } from 'emulate';

// The other end is held by the tests' process: it closes however that ends.
process.stdin.on('close', () => process.exit()).resume();

const slack = await createEmulator({ service: 'slack', port: 0, hostname: '127.0.0.1', seed: { slack: JSON.parse(process.argv[2]) } });
console.log(`Listening on ${new URL(slack.url).port}`);
