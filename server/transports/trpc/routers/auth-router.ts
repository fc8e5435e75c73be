import { BatonError } from '../../../contract/errors.ts';
import { Me, MeQuery } from '../../../contract/me.ts';
import { Login, LoginLink, LoginLinkCreate, Logout, SignedIn, SignedOut } from '../../../contract/sign-in.ts';
import { operation, router } from '../procedures.ts';
import type { CookieDoor, RpcContext } from '../rpc-context.ts';

const auth = { tag: 'auth', status: 200, method: 'POST' } as const;

export const authRouter = router({
  createLink: operation({
    ...auth,
    role: 'lead',
    status: 201,
    path: '/v1/login-links',
    operationId: 'createLoginLink',
    summary: 'Make a link that signs a person in at a browser, once.',
    errors: ['name_taken', 'invalid_input'],
  })
    .input(LoginLinkCreate)
    .output(LoginLink)
    .mutation(({ ctx, input }) => ctx.services.signIn.createLink(ctx.call, input)),

  login: operation({
    ...auth,
    role: 'anyone',
    path: '/v1/login',
    operationId: 'login',
    summary: 'Turn the one-time code of a link into the cookie of this browser.',
    errors: ['invalid_input'],
  })
    .input(Login)
    .output(SignedIn)
    .mutation(async ({ ctx, input }) => {
      const cookies = cookiesOf(ctx);
      const { signedIn, token, seconds } = await ctx.services.signIn.login(input);
      cookies.keep(token, seconds);
      return signedIn;
    }),

  logout: operation({
    ...auth,
    role: 'viewer',
    path: '/v1/logout',
    operationId: 'logout',
    summary: 'Sign this browser out: its cookie stops working.',
    errors: ['invalid_input'],
  })
    .input(Logout)
    .output(SignedOut)
    .mutation(async ({ ctx }) => {
      const signedOut = await ctx.services.signIn.logout(ctx.call);
      ctx.cookies?.drop();
      return signedOut;
    }),

  me: operation({
    ...auth,
    method: 'GET',
    role: 'viewer',
    path: '/v1/me',
    operationId: 'getMe',
    summary: 'Who calls, what it may see and until when, and what server it talks to.',
    errors: [],
  })
    .input(MeQuery)
    .output(Me)
    .query(({ ctx }) => ctx.services.me.get(ctx.call)),
});

/** Looked at before the code is used up. */
function cookiesOf({ cookies }: RpcContext): CookieDoor {
  if (cookies !== undefined) return cookies;
  throw new BatonError('invalid_input', {
    detail: 'No cookie can be set through this door.',
    hint: 'Send the code with POST /v1/login over HTTP.',
  });
}
