import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { expect, it, jest } from '@jest/globals'
import { acceptFirst } from './acceptFirst.ts'

const AT_ONCE = 32

it('lets everybody in who knocks before it answers the first', async () => {
  // Its patience does not run out, however busy this machine is.
  const clock = jest.spyOn(performance, 'now').mockReturnValue(0)
  const server = createServer()
  let accepted = 0
  server.on('connection', () => (accepted += 1))
  const atFirstAnswer = new Promise<number>((done) => {
    acceptFirst(server, (_req, res) => {
      done(accepted)
      res.end()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const sockets = Array.from({ length: AT_ONCE }, () => {
    const socket = connect(port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nhost: here\r\n\r\n')
    return socket
  })
  const acceptedThen = await atFirstAnswer
  for (const socket of sockets) socket.destroy()
  await new Promise((done) => server.close(done))
  clock.mockRestore()
  expect(acceptedThen).toBe(AT_ONCE)
})
