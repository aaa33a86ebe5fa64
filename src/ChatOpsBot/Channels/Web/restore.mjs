// Brings single files out of npm packages into the build: `npm ci` in a scratch folder, copy, compress, throw the scratch folder
// away (Web Chat needs 3.9 MB of the 486 MB its packages unpack to).
//
//   node restore.mjs <folder of package.json and its lock file> <output folder> <file inside node_modules>…
//
// The output folder is complete when its stamp fits the lock file and this script. Several builds may run this at once: one works, the others wait.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const [packageFolder, outputFolder, ...files] = process.argv.slice(2);
const scratch = path.join(outputFolder, 'npm');
const stamp = path.join(outputFolder, 'restored.stamp');
const lock = path.join(outputFolder, 'restoring.lock');
const staleAfter = 5 * 60_000;

const wanted = createHash('sha256')
  .update(fs.readFileSync(path.join(packageFolder, 'package-lock.json')))
  .update(fs.readFileSync(new URL(import.meta.url)))
  .update(files.join('\n'))
  .digest('hex');

const isRestored = () => fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted;

function takeLock() {
  for (;;) {
    try {
      fs.mkdirSync(lock);
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }

    // A build that was killed leaves its lock behind.
    const age = Date.now() - (fs.statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > staleAfter) fs.rmSync(lock, { recursive: true, force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
  }
}

function npmCi() {
  fs.rmSync(scratch, { recursive: true, force: true });
  fs.mkdirSync(scratch, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) fs.copyFileSync(path.join(packageFolder, name), path.join(scratch, name));

  const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--fetch-retries=1', '--loglevel=error'];
  // On Windows npm is a command file, which only a shell can start. The arguments are ours, so nothing needs quoting.
  execFileSync('npm', options, { cwd: scratch, shell: process.platform === 'win32', stdio: ['ignore', 'ignore', 'pipe'] });
}

function publish(file) {
  const content = fs.readFileSync(path.join(scratch, 'node_modules', file));
  const target = path.join(outputFolder, path.basename(file));
  write(target, content);
  if (file.endsWith('.js'))
    write(`${target}.br`, zlib.brotliCompressSync(content, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 9 } }));
}

function write(target, bytes) {
  fs.writeFileSync(`${target}.new`, bytes);
  fs.renameSync(`${target}.new`, target);
}

fs.mkdirSync(outputFolder, { recursive: true });
if (!isRestored()) {
  takeLock();
  try {
    if (!isRestored()) {
      npmCi();
      files.forEach(publish);
      fs.writeFileSync(stamp, wanted);
    }
  } catch (error) {
    // One line for the build's warning; npm's own log has the rest.
    console.log((error.stderr?.toString() || error.message).trim().split('\n')[0]);
    process.exitCode = 1;
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
    fs.rmSync(lock, { recursive: true, force: true });
  }
}
