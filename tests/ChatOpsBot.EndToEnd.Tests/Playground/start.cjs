// Starts Microsoft's Agents Playground for a test: reachable from this machine only, and gone when the test is.
const { Server } = require('node:net');

// It would listen on all interfaces, and whoever reaches it speaks to the bot as anybody.
const listen = Server.prototype.listen;
Server.prototype.listen = function (port, ...rest) {
  return typeof port === 'number' ? listen.call(this, port, 'localhost', ...rest) : listen.call(this, port, ...rest);
};

// The other end is held by the tests' process: it closes however that ends.
process.stdin.on('close', () => process.exit()).resume();

require('./node_modules/@microsoft/m365agentsplayground/cli.js');
