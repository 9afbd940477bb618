// AVA: every test file in its own process, because crash tests kill processes and the database
// drivers keep native state. Two at a time: the suite is sized for two cores.
export default {
  files: ['test/**/*.test.ts', '!test/bench/**'],
  extensions: ['ts'],
  workerThreads: false,
  concurrency: 2,
  timeout: '5m',
  failWithoutAssertions: true,
  environmentVariables: { TZ: 'Europe/Istanbul', UV_THREADPOOL_SIZE: '16' },
  nodeArguments: ['--disable-warning=ExperimentalWarning'],
};
