// What the dashboard gets of the client: a connection of a page, and the words of the contract.

export type { Insights, InsightsBucket, Spread } from '../../server/contract/insights.ts';
export type { Project, TokenInfo } from '../../server/contract/projects.ts';
export type { QueuedReview, ReviewPage } from '../../server/contract/reviews.ts';
export type { LoginLink } from '../../server/contract/sign-in.ts';
export type { AppRouter } from '../../server/transports/trpc/app-router.ts';
export * from '../index.ts';
export { connectPage, type Page } from './connect-page.ts';
